# Direct, mutual and deep recursion.
def fact(n):
    return 1 if n < 2 else n * fact(n - 1)
def even(n):
    return True if n == 0 else odd(n - 1)
def odd(n):
    return False if n == 0 else even(n - 1)
def ackermann(m, n):
    if m == 0:
        return n + 1
    if n == 0:
        return ackermann(m - 1, 1)
    return ackermann(m - 1, ackermann(m, n - 1))
def hanoi(n, a, b, c):
    return [] if n == 0 else hanoi(n - 1, a, c, b) + [(a, c)] + hanoi(n - 1, b, a, c)
def flatten(tree):
    return [leaf for item in tree for leaf in (flatten(item) if isinstance(item, list) else [item])]
print(fact(20), fact(30), even(101), odd(101), ackermann(2, 3), hanoi(3, "a", "b", "c"))
print(flatten([1, [2, [3, [4, []], 5]], 6]), (lambda f: f(f, 6))(lambda f, n: n and n + f(f, n - 1)))
