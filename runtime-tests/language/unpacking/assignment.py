# Unpacking into targets of all forms, from the left.
a, *b, c = range(5); print(a, b, c)
*a, = "xyz"; print(a)
(a, [b, (c, *d)]), e = (1, [2, "345"]), 6; print(a, b, c, d, e)
x = y, z = [1, 2]; print(x, y, z)
i = 0; l = [0, 0, 0]
i, l[i] = 2, 5; print(i, l)
a, b = b, a; print(a, b)
[p, q] = {1: 2, 3: 4}; print(p, q)
() = []; [] = ""
for first, *rest in [(1, 2, 3), "ab"]: print(first, rest)
def tries(f):
    try: f()
    except (ValueError, TypeError) as e: print(type(e).__name__, e)
def f1(): a, b = 1, 2, 3
def f2(): a, b, c = "ab"
def f3(): a, *b, c = [1]
def f4(): a, b = 5
def f5(): a, b = None
def f6(): a, = iter([1, 2])
def f7(): () = [1]
def f8(): a, b = {1}
def f9(): [*a] = 5
def f10(): a, b = (x for x in range(9))
for f in (f1, f2, f3, f4, f5, f6, f7, f8, f9, f10): tries(f)
class G:
    def __iter__(self): yield 1; raise KeyError("inside")
try: a, b = G()
except KeyError as e: print(repr(e))
