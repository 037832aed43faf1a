# Inner functions that call themselves and each other.
def parity(n):
    def even(k):
        return True if k == 0 else odd(k - 1)
    def odd(k):
        return False if k == 0 else even(k - 1)
    return even(n)
print([parity(n) for n in range(6)])
def y(f):
    return (lambda g: g(g))(lambda g: f(lambda *a: g(g)(*a)))
print(y(lambda self: lambda n: 1 if n < 2 else n * self(n - 1))(10))
def memo(f):
    cache = {}
    def inner(n):
        if n not in cache:
            cache[n] = f(n)
        return cache[n]
    inner.cache = cache
    return inner
@memo
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(50), len(fib.cache))
