def f(a, b=2, /, c=3, *, d, e=5):
    return a, b, c, d, e


for args, kwargs in (
    ((1,), {"d": 4}),
    ((1, 2, 3), {"d": 4, "e": 6}),
    ((), {"d": 4}),
    ((1,), {}),
    ((1,), {"a": 2, "d": 4}),
    ((1,), {"b": 2, "d": 4}),
    ((1, 2, 3, 4), {"d": 4}),
    ((1,), {"d": 4, "z": 5}),
    ((1, 2), {"c": 3, "d": 4}),
    ((1, 2, 3), {"c": 3, "d": 4}),
):
    try:
        print(f(*args, **kwargs))
    except TypeError as error:
        print(error)


def g(a, /, **kwargs):
    return a, kwargs


print(g(1, a=2), g.__code__.co_posonlyargcount, f.__code__.co_kwonlyargcount)


def h(*, a, b): ...


for kwargs in {}, {"a": 1}, {"c": 1}:
    try:
        h(**kwargs)
    except TypeError as error:
        print(error)
