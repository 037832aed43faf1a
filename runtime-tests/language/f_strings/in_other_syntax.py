x = 2


def f():
    f"not a docstring {x}"


print(f.__doc__)
print({f"{x}": f"{x + 1}"}, f"{x}" "y" f"{x}", [f"{i}" for i in range(3)])
print(f"{x if x else 'none'} {x and 1 or 2} {not x} {x is None} {x, }")
print(f"{(yield_ := 3)} {yield_}")
print(f"{lambda_!r}" if (lambda_ := "q") else "")


def gen():
    got = f"[{yield 1}]"
    yield got


g = gen()
print(next(g), g.send("sent"))
print(f"{(lambda: 1)()}", f"{(lambda x: x)(1):>4}", f"{ {1, 2} }", f"{*[1, 2],}")


async def co():
    return f"{await inner()}"


async def inner():
    return "awaited"


try:
    co().send(None)
except StopIteration as stop:
    print(stop.value)
