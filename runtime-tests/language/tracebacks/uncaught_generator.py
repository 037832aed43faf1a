# exit: 1
def numbers():
    yield 1
    raise ValueError("no more")


def relay():
    yield from numbers()


for n in relay():
    print(n)
