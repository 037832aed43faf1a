def counter():
    n = 0

    def up(by=1):
        nonlocal n
        n += by
        return n

    def down():
        nonlocal n
        n -= 1
        return n

    def read():
        return n

    return up, down, read


up, down, read = counter()
up(), up(5), down()
other_up, _, other_read = counter()
other_up()
print(read(), other_read(), up.__closure__[0] is down.__closure__[0])


def chain(*functions):
    def run(x):
        for f in functions:
            x = f(x)
        return x

    return run


print(chain(str, len, lambda n: n * 10)(12345))


def memo(f):
    seen = {}

    def wrapper(n):
        if n not in seen:
            seen[n] = f(n)
        return seen[n]

    return wrapper


@memo
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(60))
