# Generators that stay suspended while the collector runs keep what they hold.
# gc-stress: 40
import gc
import weakref


class Box:
    def __init__(self, value):
        self.value = value


def holder(n):
    box = Box([n])
    text = "t" + str(n)
    number = n + 0.125
    for i in range(n):
        extra = Box(i)
        yield box.value[0] + i
        box.value = [box.value[0]]
        if extra.value != i or text != "t" + str(n) or number != n + 0.125:
            yield "broken"
    yield text, number


def run(count, steps):
    generators = [holder(steps) for _ in range(count)]
    total = 0
    for _ in range(steps):
        for g in generators:
            total += next(g)
        junk = [Box(k) for k in range(10)]
    gc.collect()
    ends = {next(g) for g in generators}
    return total, ends


print(run(20, 60))
print(run(3, 400))


def keeps(n):
    box = Box(n)
    ref = weakref.ref(box)
    yield ref
    for i in range(n):
        yield i
    yield box.value


def check(n):
    g = keeps(n)
    ref = next(g)
    for _ in range(n):
        next(g)
        if ref() is None:
            return "lost"
    gc.collect()
    return ref() is not None, next(g), next(g, "end")


for _ in range(3):
    print(check(400))
