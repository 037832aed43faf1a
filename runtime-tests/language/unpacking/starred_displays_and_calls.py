print([*range(3), *"ab", *{}], (*[1], 2, *(3,)), {*[1, 1], 2}, {**{"a": 1}, "b": 2, **{"a": 3}})


def f(*args, **kwargs):
    return args, kwargs


print(f(*[1], 2, *(3,), k=4, **{"m": 5}, **{}), f(*"ab", *[], **dict(x=1)))
x = *[1, 2], 3
print(x)
for item in *[1], *[2]:
    print(item)


def g():
    return *[1], 2


def h():
    yield *[3], 4


print(g(), list(h()))
print(f"{*[1, 2],}", [*[*[1]]], *[], sep="|")


class M:
    def keys(self):
        return ["p", "q"]

    def __getitem__(self, key):
        return key * 2


print(f(**M()), {**M()}, dict(**M(), r=1))
for action in (lambda: [*5], lambda: f(*5), lambda: f(**5), lambda: {**[1]}, lambda: f(**{1: 2}), lambda: f(a=1, **{"a": 2}), lambda: f(**{"a": 1}, **{"a": 2}), lambda: {*[[]]}, lambda: f(*None), lambda: print(*[1], **{"end": 5})):
    try:
        print(action())
    except TypeError as error:
        print(error)
