# About eval: globals, locals, sources, errors.
import types
print(eval("1 + 1"), eval(" 2"), eval(b"3"), eval("x", {"x": 4}), eval("x + y", {"x": 1}, {"y": 2}), eval(compile("5", "f", "eval")), eval("x", globals={"x": 6}), eval("x", {}, locals={"x": 7}), eval(bytearray(b"8")), eval("\t9\n"))
class M(dict):
    def __missing__(self, k): return k.upper()
print(eval("abc", {}, M()), eval("len", {}).__name__, sorted(g := {}) , eval("1", g), list(g))
for f in (lambda: eval(5), lambda: eval("a b"), lambda: eval("x = 1"), lambda: eval("nope"), lambda: eval("1", 5), lambda: eval("1", {}, 5), lambda: eval("a\0"), lambda: eval(), lambda: eval("1", M(), None), lambda: eval("(yield)") and 0, lambda: eval(compile("x=1", "f", "exec"))):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
