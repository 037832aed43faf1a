# Class _thread._local: attributes of each thread.
import _thread

local = _thread._local()
local.x = 3
print(local.__dict__, local.x, "x" in dir(local))


def attempt(f):
    try:
        print(f())
    except BaseException as error:
        print(type(error).__name__, error)


def clear():
    local.__dict__ = {}


def drop():
    del local.q


attempt(lambda: local.y)
attempt(clear)
attempt(drop)
attempt(lambda: _thread._local(1))


def run(f):
    _thread.start_joinable_thread(f).join()


run(lambda: attempt(lambda: local.x))


def other():
    local.x = "other"
    local.z = 1
    print(sorted(local.__dict__.items()))


run(other)
print(local.__dict__)


class Own(_thread._local):
    shared = "class attribute"
    made = 0

    def __init__(self, start, *, step=1):
        type(self).made += 1
        self.value = start
        self.step = step

    def next(self):
        self.value += self.step
        return self.value

    @property
    def double(self):
        return self.value * 2


own = Own(10, step=5)
print(own.next(), own.next(), own.double, own.shared)
run(lambda: print(own.next(), own.double, own.shared))
run(lambda: print(own.next(), own.double, own.shared))
print(own.value, Own.made)


class Fails(_thread._local):
    def __init__(self):
        if _thread.get_ident() != main:
            raise ValueError("not here")


main = _thread.get_ident()
fails = Fails()
run(lambda: attempt(lambda: fails.x))
