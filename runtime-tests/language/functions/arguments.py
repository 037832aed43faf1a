# Defaults, keywords, *args, **kwargs, positional-only and keyword-only.
def plain(a, b=2, c=3):
    return a, b, c
def star(a, *rest, key=None, **more):
    return a, rest, key, more
def strict(a, b, /, c, *, d, e=5):
    return a, b, c, d, e
print(plain(1), plain(1, 5), plain(1, c=9), plain(c=1, a=2), plain(*[1, 2]), plain(**{"a": 7, "c": 8}), plain(*(1,), **{"b": 4}))
print(star(1), star(1, 2, 3), star(1, key="k"), star(1, 2, x=5, y=6), star(*range(4), **{"z": 1}, w=2), star(*[1], *[2, 3], key=4))
print(strict(1, 2, 3, d=4), strict(1, 2, c=3, d=4, e=6))
def kw_only(*, a, b=1):
    return a, b
def all_kinds(p, /, q, *args, r, **kw):
    return p, q, args, r, kw
print(kw_only(a=0), all_kinds(1, 2, 3, 4, r=5, p=6))
