# Assignment targets of every shape.
a, b = 1, 2
a, b = b, a
(c, d), [e, f] = (1, 2), [3, 4]
g, *h = range(4)
*i, j = "xyz"
k, *l, m = [1, 2]
n, (o, *p), q = 1, (2, 3, 4), 5
print(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q)
r = s = t = []
r.append(1)
print(s, t is r)
class Box: pass
box = Box()
items = [0, 0]
box.x, items[1], box.y = 1, 2, 3
print(box.x, box.y, items)
u, = [9]
[v] = (8,)
print(u, v)
index = 0
index, items[index] = 1, "second"
print(index, items)
for x, (y, *z) in [(1, (2, 3)), (4, (5,))]:
    print(x, y, z)
def show(*args, **kwargs):
    print(args, kwargs)
show(*[1, 2], *(), 3, **{"a": 1}, b=2)
print([*range(2), *"ab"], (*[1], 2), {**{"k": 1}}, {*[1]})
def three(): return 1, 2, 3
tests = [lambda: two(three()), lambda: two([1]), lambda: two(5), lambda: rest([]), lambda: two({"a": 1, "b": 2})]
def two(value):
    first, second = value
    return first, second
def rest(value):
    first, *others = value
for test in tests:
    try:
        print(test())
    except (ValueError, TypeError) as error:
        print(error)
