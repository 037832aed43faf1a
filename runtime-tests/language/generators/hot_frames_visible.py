# What can be seen of generators whose code is compiled: frame, locals, state, names.
import sys


def work(n, label):
    half = n / 2
    for i in range(n):
        square = i * i
        yield square
        unused = (label, i)
    last = "end"
    yield last


def look(n):
    g = work(n, "w")
    for _ in range(n // 2):
        next(g)
    frame = g.gi_frame
    print(g.gi_running, frame.f_lineno, sorted(frame.f_locals.items(), key=lambda kv: kv[0]))
    for _ in range(n // 4):
        next(g)
    print(frame.f_lineno, frame.f_locals["i"], frame.f_locals["square"], g.gi_frame is frame)
    rest = list(g)
    print(len(rest), rest[-1], g.gi_frame, g.gi_running)


look(2000)
look(2000)


def inside(holder):
    while True:
        g = holder[0]
        yield g.gi_running, g.gi_suspended, sys._getframe().f_code.co_name, sys._getframe(1).f_code.co_name


def watch(n):
    holder = []
    g = inside(holder)
    holder.append(g)
    seen = set()
    for _ in range(n):
        seen.add(next(g))
    for item in g:
        seen.add(item)
        n -= 1
        if n < 0:
            break
    return seen, g.gi_running, g.gi_suspended


print(watch(1500))


def callers():
    names = []
    frame = sys._getframe(1)
    while frame is not None:
        names.append(frame.f_code.co_name)
        frame = frame.f_back
    return names


def bottom(n):
    for i in range(n):
        yield callers() if i == n - 1 else i


def upper(n):
    yield from bottom(n)


def consumer(n):
    out = None
    for out in upper(n):
        pass
    return out


print(consumer(2000))
print(list(upper(1200))[-1])


def state(n):
    g = work(n, 0)
    before = g.gi_suspended
    next(g)
    return before, g.gi_suspended, g.gi_yieldfrom, g.__name__, g.gi_code.co_name


for _ in range(500):
    result = state(3)
print(result)
