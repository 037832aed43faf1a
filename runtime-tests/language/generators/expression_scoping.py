x = 10
g = (x + i for i in range(2))
x = 20
print(list(g))
try:
    (y for y in undefined)
except NameError as error:
    print(error)
lazy = (undefined for y in [1])
try:
    next(lazy)
except NameError as error:
    print(error)


class C:
    n = 2
    works = list(i for i in range(n))
    try:
        fails = list(n for i in range(2))
    except NameError as error:
        print(error)


print(C.works)
try:
    (i for i in 5)
except TypeError as error:
    print(error)
print(sum(i for i in range(4)), list(a for a, *b in [(1, 2, 3)]))


def f(n):
    return ((n, i) for i in range(n) if (lambda: n > i)())


print(list(f(2)))
