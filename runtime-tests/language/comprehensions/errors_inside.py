# Errors in comprehensions leave the enclosing variables as they were.
def f():
    x = "before"
    try:
        [1 // x for x in [2, 1, 0]]
    except ZeroDivisionError as e:
        print(e, x)
    try:
        {x: y for x, y in [(1, 2), ([], 3)]}
    except TypeError as e:
        print(e, x)
    try:
        [x for x in 5]
    except TypeError as e:
        print(e, x)
    return x
print(f())
class A:
    x = 3
    try:
        r = [x * k for k in range(2)]
    except NameError as e:
        r = str(e)
print(A.r)
