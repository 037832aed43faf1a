import sys
import traceback


def leaf(n):
    for i in range(n):
        received = yield i
        if received == "fail":
            raise ValueError("from the leaf")
        if received == "frames":
            frame, names = sys._getframe(), []
            while frame.f_back is not None:
                names.append(frame.f_code.co_name)
                frame = frame.f_back
            yield names
        if received == "running":
            yield [generator.gi_running for generator in chain], [generator.gi_yieldfrom is None for generator in chain]
        if received == "again":
            try:
                next(chain[0])
            except ValueError as error:
                yield str(error)
        if received == "locals":
            frames = [chain[0].gi_frame, chain[-1].gi_frame]
            yield [(frame.f_locals.get("depth"), frame.f_lineno, frame.f_code.co_name) for frame in frames]
    return "leaf done"


chain = []


def delegate(depth, n):
    inner = delegate(depth - 1, n) if depth else leaf(n)
    chain.insert(0, inner)
    try:
        result = yield from inner
    except KeyError as error:
        result = f"{depth} caught {error!r}"
    yield result
    return depth


def start(depth, n):
    chain.clear()
    outer = delegate(depth, n)
    next(outer)
    chain.insert(0, outer)
    return outer


print(list(delegate(4, 3)))
outer = start(5, 10)
print(outer.send(None), outer.send("frames"))
next(outer)
print(outer.send("running"))
next(outer)
print(outer.send("again"))
next(outer)
print(outer.send("locals"))
next(outer)
print(outer.gi_frame.f_lineno, [generator.gi_suspended for generator in chain])
try:
    outer.send("fail")
except ValueError:
    traceback.print_exc(file=sys.stdout)
print([generator.gi_frame is None for generator in chain])

outer = start(3, 5)
print(outer.throw(KeyError("thrown")), list(outer))
outer = start(3, 5)
outer.close()
print([generator.gi_running for generator in chain])

# The innermost one moves on by itself.
outer = start(3, 5)
next(chain[2])
print(next(outer))
chain[-1].close()
print(list(outer))


def handling():
    try:
        1 / 0
    except ZeroDivisionError:
        yield from leaf(3)
        yield repr(sys.exception())


print(list(handling()))


class Tree:
    def __init__(self, items):
        middle = len(items) // 2
        self.value = items[middle]
        self.left = Tree(items[:middle]) if middle else None
        self.right = Tree(items[middle + 1 :]) if items[middle + 1 :] else None

    def __iter__(self):
        if self.left:
            yield from self.left
        yield self.value
        if self.right:
            yield from self.right


tree = Tree(range(60))
print([list(tree) == list(range(60)) for _ in range(4)])
