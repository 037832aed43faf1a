# The frames that Python code sees from compiled functions and loops.
import sys
def callers():
    names = []
    frame = sys._getframe(1)
    while frame is not None:
        names.append(frame.f_code.co_name)
        frame = frame.f_back
    return names
def hot(n):
    out = None
    for i in range(n):
        if i == n-1: out = callers()
    return out, callers()
def outer(n):
    a = hot(n)
    return a, callers()
print(outer(5000))
print(outer(5000))


class Caller:
    def __init__(self, depth):
        self.depth = depth

    def __len__(self):
        return len(callers()) * 0 + self.depth

    def __lt__(self, other):
        self.seen = callers()
        return self.depth < other.depth


def through_runtime(n):
    a, b = Caller(1), Caller(2)
    for i in range(n):
        ordered = sorted([b, a])
        size = len(ordered[0])
    return b.seen if hasattr(b, "seen") else a.seen


def line_of_loop(n):
    lines = set()
    for i in range(n):
        lines.add(sys._getframe().f_lineno)
        if i % 2:
            lines.add(
                sys._getframe().f_lineno)
    return sorted(line - line_of_loop.__code__.co_firstlineno for line in lines)


def keyed(n):
    out = []
    def key(x):
        out[:] = callers()
        return -x
    for i in range(n):
        sorted([1, 2], key=key)
    return out


print(through_runtime(1500))
print(line_of_loop(3000), line_of_loop(3000))
print(keyed(1500), keyed(3))
