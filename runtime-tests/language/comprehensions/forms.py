# List, set, dict comprehensions: nesting, conditions, scoping.
print([n for n in range(5)], [n for n in range(10) if n % 2 if n > 3], [a + b for a in "xy" for b in "12"], [[c for c in range(r)] for r in range(4)])
x = "outer"
print([x for x in range(3)], x, [y for x in ([1, 2], [3]) for y in x], x)
print([(lambda: n)() for n in range(3)], [f() for f in [lambda: n for n in range(3)]], [n if n % 2 else -n for n in range(4)])
print([last := n for n in range(4)], last, {n: (half := n // 2) for n in range(4)}, half)
def method():
    base = 10
    return [base + n for n in range(3)], {base: n for n in range(1)}, sorted({base * n for n in range(3)})
print(method())
class Table:
    size = 3
    rows = [n for n in range(size)]
print(Table.rows)
matrix = [[1, 2, 3], [4, 5, 6]]
print([[row[i] for row in matrix] for i in range(3)], [(i, j) for i, row in enumerate(matrix) for j, v in enumerate(row) if v % 2 == 0])
print([*(n for n in range(3)), *[9]], {*"aab"} == {"a", "b"}, [a for a, *b in [(1, 2, 3), (4,)]], [k for k, v in {"p": 1, "q": 0}.items() if v])
try:
    [1 / n for n in (1, 0)]
except ZeroDivisionError as error:
    print(error)
print([not_yet for not_yet in []], [i for i in range(2) for i in range(i + 2)])
