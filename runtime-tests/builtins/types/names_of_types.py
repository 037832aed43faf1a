# Names and modules of the types in `types`.
import types
for n in sorted(n for n in dir(types) if n.endswith("Type") and n not in ("CapsuleType", "MemberDescriptorType") or n in ("GenericAlias", "SimpleNamespace")):
    t = getattr(types, n); print(n, t.__name__, t.__module__, end="; ")
print()
for t in (types.NoneType, types.NotImplementedType, types.EllipsisType): print(t() is not None or t() is None, repr(t()))
for t in (types.GeneratorType, types.FrameType, types.BuiltinFunctionType, types.CoroutineType, types.WrapperDescriptorType, types.MethodDescriptorType, types.ModuleType):
    try: t()
    except TypeError as e: print(e)
for t in (types.GeneratorType, types.FunctionType, types.MethodType, types.NoneType, types.EllipsisType, types.CellType, types.MappingProxyType, types.FrameType):
    try: type("S", (t,), {})
    except TypeError as e: print(e)
