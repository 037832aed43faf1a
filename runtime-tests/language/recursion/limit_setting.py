import sys

old = sys.getrecursionlimit()
for value in 0, -5, "x", 1.5:
    try:
        sys.setrecursionlimit(value)
    except (ValueError, TypeError, OverflowError) as error:
        print(type(error).__name__, error)
sys.setrecursionlimit(150)


def depth(n=0):
    try:
        return depth(n + 1)
    except RecursionError:
        return n


d = depth()
print(100 < d < 160)
sys.setrecursionlimit(15000)


def count(n):
    return 0 if n == 0 else 1 + count(n - 1)


print(count(5000))
sys.setrecursionlimit(old)
try:
    count(10000)
except RecursionError as error:
    print(error)
print(sys.getrecursionlimit() == old)
