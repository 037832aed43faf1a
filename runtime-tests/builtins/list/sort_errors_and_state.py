# About Sorting: what a list looks like meanwhile, and after an error.
a = [3, 1, 2]
def key(x):
    print("during", a, len(a))
    return x
a.sort(key=key); print(a)
def bad(x):
    if x == 2: raise KeyError("key")
    return x
b = [3, 1, 2]
try: b.sort(key=bad)
except KeyError as e: print(repr(e), b)
c = [3, 1, 2]
def changing(x):
    c.append(9)
    return x
try: c.sort(key=changing)
except ValueError as e: print(e, c)
for v in ([1, "a"], [None, 1], [1j, 2j], [[1], 2], [{}, {}]):
    try: v.sort()
    except TypeError as e: print(e)
for f in (lambda: [].sort(1), lambda: [].sort(cmp=1), lambda: [2, 1].sort(key=5), lambda: [1, 2].sort(reverse="a"), lambda: [1].sort(key=None, reverse=None), lambda: [1].sort(None)):
    try: print(f())
    except TypeError as e: print(e)
