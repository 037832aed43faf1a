# Generators are lazy, run once, and keep their state.
def count(n):
    print("started")
    while n:
        yield n
        n -= 1
    print("ended")
g = count(2)
print("made")
print(next(g), next(g), next(g, "default"), next(g, "again"), list(g))
def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b
f = fib()
print([next(f) for _ in range(15)], type(f).__name__, iter(f) is f)
def nothing():
    return
    yield
print(list(nothing()), [*count(1)], sum(count(3)), max(x for x in (3, 9, 2)))
squares = (n * n for n in range(5))
print(next(squares), list(squares), list(squares))
def with_return():
    yield 1
    return "result"
g = with_return()
next(g)
try:
    next(g)
except StopIteration as stop:
    print(repr(stop), stop.value)
a, b, *c = count(4)
print(a, b, c, dict((k, k * 2) for k in range(3)), 3 in count(5))
