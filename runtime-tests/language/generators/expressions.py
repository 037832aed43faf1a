# Yield as an expression in odd places.
def g():
    x = [(yield 1), (yield 2)]
    y = {(yield "k"): (yield "v")}
    z = f"{(yield 'f')}"
    w = (yield) if (yield "cond") else "no"
    return x, y, z, w
def run(gen, values):
    out = [next(gen)]
    try:
        for v in values: out.append(gen.send(v))
    except StopIteration as e: return out, e.value
    return out, None
print(run(g(), [10, 20, "a", "b", "c", True, "end"]))
def empty(): return; yield
print(list(empty()), type(empty()).__name__, empty.__name__, empty().__name__)
def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b
f = fib(); print([next(f) for _ in range(10)])
def tree(t):
    if t:
        yield from tree(t[0]); yield t[1]; yield from tree(t[2])
print(list(tree((((), 1, ()), 2, ((), 3, ((), 4, ()))))))
def accumulate():
    total = 0
    while (v := (yield total)) is not None: total += v
    return total
print(run(accumulate(), [1, 2, 3, None]))
for s in ("def f(): x = yield = 1", "class A: yield 1", "lambda: (yield)", "[(yield 1) for x in y]", "def f(a=(yield)): pass", "def f(): return [(yield) for x in y]"):
    try: compile(s, "s", "exec"); print(s, "| fine")
    except SyntaxError as e: print(s, "|", e.msg)
