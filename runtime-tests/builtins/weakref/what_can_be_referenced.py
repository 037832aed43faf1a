# Which built-in objects take weak references.
import weakref, re, array, types, collections
def f(): pass
class S: __slots__ = ()
class W: __slots__ = ("__weakref__",)
objs = {"function": f, "class": S, "slots": S(), "weakslot": W(), "set": set(), "frozenset": frozenset(), "dict": {}, "list": [], "tuple": (), "int": 5, "method": "".join, "bound": W().__init__, "generator": (i for i in ()), "module": types, "code": f.__code__, "pattern": re.compile(""), "array": array.array("i"), "deque": collections.deque(), "exception": ValueError(), "property": property(), "slice": slice(1), "range": range(1), "builtin": len, "type": int, "memoryview": memoryview(b""), "bytes": b"", "cell": (lambda: f).__closure__, "subdict": type("D", (dict,), {})(), "subint": type("I", (int,), {})(), "frame": None, "namespace": types.SimpleNamespace(), "alias": list[int], "union": int | str, "staticmethod": staticmethod(f), "odict": collections.OrderedDict()}
for k, o in objs.items():
    try: weakref.ref(o); print(k, "yes", end="; ")
    except TypeError as e: print(k, "no", end="; ")
print()
