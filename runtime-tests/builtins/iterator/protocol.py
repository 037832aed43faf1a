# Classes as iterators, iter with a sentinel, errors of the protocol.
class Countdown:
    def __init__(self, n):
        self.n = n
    def __iter__(self):
        return self
    def __next__(self):
        if self.n <= 0:
            raise StopIteration
        self.n -= 1
        return self.n
print(list(Countdown(4)), [a + b for a, b in zip(Countdown(3), Countdown(5))], sum(Countdown(5)), 2 in Countdown(5), max(Countdown(3)))
c = Countdown(3)
for n in c:
    print(n, list(c))
numbers = iter([1, 2, 3, 0, 4])
print(list(iter(lambda: next(numbers), 0)), next(numbers))
class NotIterator:
    def __iter__(self):
        return 5
class NoIter: pass
class Fails:
    def __iter__(self):
        return self
    def __next__(self):
        raise ValueError("from next")
for act in (lambda: list(NotIterator()), lambda: list(NoIter()), lambda: list(Fails()), lambda: next(5), lambda: next(Countdown(0)), lambda: iter(5, 0)):
    try:
        act()
    except (TypeError, ValueError, StopIteration) as error:
        print(type(error).__name__, error)
class Many:
    def __iter__(self):
        yield from (1, 2)
m = Many()
print(list(m), list(m), dict(zip("ab", m)), tuple(m), set(m) == {1, 2}, "-".join(map(str, m)))
first, second = m
print(first, second, [*m, *m])
it = iter("abc")
print(next(it), list(it), next(it, None))
