# About exec: globals, locals, closures.
ns = {}
exec("x = 1\ndef f(): return x", ns); print(ns["x"], ns["f"](), sorted(k for k in ns))
l = {}; exec("y = 2; z = [y for _ in range(2)]", {}, l); print(l)
exec(compile("w = 3", "n", "exec"), globals := {}) ; print(globals["w"])
exec("a = 5", locals=(d := {})); print(d)
def outer():
    n = 10
    def inner(): return n
    return inner
def other():
    n = 99
    def inner(): return n
    return inner
r = {}
f = outer()
def takes():
    m = 1
    def g():
        nonlocal m
        m += 1
        print("m", m)
    return g
g = takes(); exec(g.__code__, closure=g.__closure__); exec(g.__code__, closure=g.__closure__)
for h in (lambda: exec(g.__code__), lambda: exec(g.__code__, closure=()), lambda: exec("1", closure=()), lambda: exec("1", closure=g.__closure__), lambda: exec(5), lambda: exec("1", 5), lambda: exec("1", {}, 5), lambda: exec("1 +"), lambda: exec("1", {}, {}, {})):
    try: print(h())
    except Exception as e: print(type(e).__name__, e)
