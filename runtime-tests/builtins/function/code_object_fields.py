# Fields of code objects.
def f(a, /, b, *c, d=1, **e):
    x = len(a)
    def inner(): return x, b
    y = [1, "s", None, (1, 2)]
    return y
c = f.__code__
print(c.co_name, c.co_qualname, c.co_argcount, c.co_posonlyargcount, c.co_kwonlyargcount, c.co_nlocals, c.co_varnames, c.co_cellvars, c.co_freevars, c.co_flags & 0xF, c.co_firstlineno, c.co_filename.endswith("code_object_fields.py"), type(c.co_code).__name__, type(c.co_consts).__name__, type(c.co_linetable).__name__, c.co_stacksize >= 0)
print(f.__code__.co_consts[0] if False else "", [k.co_name for k in c.co_consts if hasattr(k, "co_name")], (lambda: 0).__code__.co_name, [k.co_freevars for k in c.co_consts if hasattr(k, "co_name")])
def g(): yield
async def h(): pass
async def i(): yield
print([bool(fn.__code__.co_flags & bit) for fn in (f, g, h, i) for bit in (0x4, 0x8, 0x20, 0x80, 0x200)])
print(c == f.__code__, hash(c) == hash(f.__code__), c != g.__code__, [type(t).__name__ for t in next(iter(c.co_lines()))][:1], len(list(c.co_positions())) > 0, c.co_exceptiontable if False else "")
for n in ("co_name", "co_code", "nope"):
    try: setattr(c, n, 1)
    except AttributeError as e: print(e)
