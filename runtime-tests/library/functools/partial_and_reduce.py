from functools import Placeholder, cmp_to_key, partial, reduce


def show(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as error:
        print(type(error).__name__, error)


def target(*args, **kwargs):
    return args, kwargs


p = partial(target, 1, 2, x=3)
print(p(), p(4), p(4, x=5, y=6), p.func is target, p.args, p.keywords)
q = partial(p, 7, z=8)
print(q.func is target, q.args, q.keywords, q())
print(repr(partial(int, base=2)), partial(int, base=2)("101"))
p.extra = 5
print(p.extra, p.__dict__)
r = partial(target, Placeholder, 2, Placeholder, 4)
print(r(1, 3), r(1, 3, 5, k=6), r.args)
s = partial(r, 10)
print(s.args, s(30), partial(r, Placeholder, 5)(9))
show(r)
show(r, 1)
show(partial, target, Placeholder)
show(partial, target, x=Placeholder)
show(partial)
show(partial, 5)
show(partial(target), 1, a=2)
print(repr(Placeholder))


class Holder:
    method = partial(target, "bound")
    name = "holder"


print(Holder().method(1)[0][0])
print(p.__reduce__()[1][1:], p.__reduce__()[2][1:])
t = partial(target)
t.__setstate__((target, (1,), {"a": 2}, None))
print(t())
show(t.__setstate__, (1, 2))

print(reduce(lambda a, b: a * 10 + b, [1, 2, 3]), reduce(max, [3, 9, 2], 5), reduce(None, [], 1), reduce(None, [4]))
print(reduce(lambda a, b: a + b, "abc", initial="-"))
show(reduce, None, [])
show(reduce, None, 5)
show(reduce, lambda a, b: 1 / 0, [1, 2])

key = cmp_to_key(lambda a, b: (b > a) - (b < a))
print(sorted([3, 1, 2], key=key), key(1) > key(2), key(1) == key(1), key(5).obj)
show(lambda: key(1) < 1)
print([f(10) for f in [partial(pow, 2), partial(max, 3), partial(divmod, 47)]])
total = 0
add = partial(lambda a, b, c=0: a + b + c, 1)
for i in range(3000):
    total += add(i) + add(i, c=2)
print(total)
