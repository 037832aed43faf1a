# What a generator has to do when it is closed is done when it dies, at the latest when the program ends.
import gc


class Manager:
    def __init__(self, name):
        self.name = name

    def __enter__(self):
        return self

    def __exit__(self, *error):
        log.append((self.name, error[0].__name__ if error[0] else None))


log = []


def with_finally(name):
    try:
        yield 1
    finally:
        log.append(name)


def with_manager(name):
    with Manager(name):
        yield 1


def delegating(name):
    try:
        yield from with_finally(name + " inner")
    finally:
        log.append(name + " outer")


class Yield:
    def __await__(self):
        yield


async def coroutine(name):
    async with Async(name):
        await Yield()


class Async:
    def __init__(self, name):
        self.name = name

    async def __aenter__(self):
        return self

    async def __aexit__(self, *error):
        log.append(self.name)


def unguarded():
    yield 1
    log.append("never")


def abandon(n):
    for make in (with_finally, with_manager, delegating):
        next(make(f"{make.__name__} {n}"))
    coroutine(f"coroutine {n}").send(None)
    next(unguarded())
    with_finally("not started")
    list(with_finally(f"exhausted {n}"))


def deeper(depth, n):
    deeper(depth - 1, n) if depth else abandon(n)


for n in range(20):
    deeper(20, n)
deeper(20, "last")
gc.collect()


def count(word):
    return sum(word in str(entry) for entry in log)


# References may be left on the machine's stack for a while.
print(count("with_finally") > 10, count("with_manager") > 10, count("coroutine") > 10)
print(count("inner") > 10, count("outer") > 10, count("never"), count("not started"), count("exhausted"))


def at_exit():
    try:
        yield
    finally:
        print("closed at exit")


kept = at_exit()
next(kept)
print("end")
