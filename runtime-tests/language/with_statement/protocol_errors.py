class OnlyEnter:
    def __enter__(self): ...


class OnlyExit:
    def __exit__(self, *args): ...


class Async:
    async def __aenter__(self): ...
    async def __aexit__(self, *args): ...


class InInstance:
    def __init__(self):
        self.__enter__ = lambda: 1
        self.__exit__ = lambda *args: None


class BadTruth:
    def __bool__(self):
        raise OSError("truth")


class BadExit:
    def __enter__(self): ...
    def __exit__(self, *args):
        return BadTruth()


for manager in OnlyEnter(), OnlyExit(), Async(), InInstance(), 3:
    try:
        with manager:
            print("entered")
    except (TypeError, AttributeError) as error:
        print(type(error).__name__, error)
with BadExit():
    print("no exception, no truth asked")
try:
    with BadExit():
        1 / 0
except OSError as error:
    print(repr(error), repr(error.__context__))


async def wrong():
    async with OnlyEnter():
        pass


try:
    wrong().send(None)
except TypeError as error:
    print(error)
