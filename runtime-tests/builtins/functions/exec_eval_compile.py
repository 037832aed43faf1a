# Running source text.
ns = {"x": 5}
exec("y = x + 1\ndef f(): return y", ns)
print(ns["y"], ns["f"](), sorted(k for k in ns), eval("x * 2", ns), eval(" 1 + 1 "), eval("a + b", {"a": 1}, {"b": 2}), exec("z = 1"), z)
code = compile("a = 1\na + 1", "name", "exec"); print(code.co_name, code.co_filename, exec(code), a, eval(compile("3 * 3", "n", "eval")))
exec(compile("1 + 1; 'shown'", "n", "single"))
def f():
    v = 1
    exec("v = 2; w = 3")
    loc = {}
    exec("q = v", {"v": 9}, loc)
    return v, loc, eval("v + 1"), eval("[v for _ in range(2)]")
print(f())
class M(dict):
    def __missing__(self, k): return k.upper()
print(eval("abc + d", {}, M()), eval(b"1+1"), eval("lambda: 5")(), eval("(yes := 4) + yes"))
for g in (lambda: eval("x ="), lambda: eval("x = 1"), lambda: eval(5), lambda: exec(5), lambda: eval("1", 5), lambda: compile("1", "n", "wrong"), lambda: eval("nope_"), lambda: compile("x", "n"), lambda: eval("1", {}, 5), lambda: exec("1", {}, {}, {}), lambda: eval("  \n1"), lambda: exec(" x = 1"), lambda: eval("1;2"), lambda: eval(compile("x = 1", "n", "exec"), {})):
    try: print(g())
    except Exception as e: print(type(e).__name__, e)
print("__builtins__" in ns, eval("__name__"), eval("len", {"__builtins__": {"len": 42}}))
try: eval("len", {"__builtins__": {}})
except NameError as e: print(e)
