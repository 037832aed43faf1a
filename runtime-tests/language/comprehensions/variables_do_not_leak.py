# The variables of comprehensions are their own, those of walrus are not.
i = "kept"
[i for i in range(3)]
{i for i in range(3)}
{i: 1 for i in range(3)}
list(i for i in range(3))
print(i)
print([last := n * 2 for n in range(4)], last)
print(any((hit := n) > 2 for n in [1, 3, 5]), hit)
def f():
    x = "outer"
    got = [x for x in [1, 2]]
    inner = [(lambda: x)() for x in [3]]
    return x, got, inner
print(f())
def g():
    total = 0
    partial = [total := total + v for v in [1, 2, 3]]
    return total, partial
print(g())
try:
    [missing for _ in [1]]
except NameError as e:
    print(e)
