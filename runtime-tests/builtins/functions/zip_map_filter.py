# Lazy iterators over several sources.
print(list(zip()), list(zip("ab", [1, 2, 3])), list(zip(*[(1, 2), (3, 4)])), list(map(pow, [2, 3], [3, 2])), list(filter(None, [0, 1, "", "a"])), list(filter(lambda x: x > 1, [1, 2])), list(enumerate("ab", 5)), dict(enumerate("a")), list(reversed("ab")))
it = iter([1, 2, 3, 4]); print(list(zip(it, it)), list(zip([1], strict=True)))
a, b = iter("abc"), iter("x"); list(zip(a, b)); print(list(a))
for f in (lambda: list(zip([1], [1, 2], strict=True)), lambda: list(zip([1, 2], [1], strict=True)), lambda: list(zip([1], [1], [], strict=True)), lambda: zip(5), lambda: map(None, [1]).__next__(), lambda: map(len), lambda: filter(1), lambda: list(filter(5, [1])), lambda: enumerate(5), lambda: enumerate([], "a"), lambda: reversed({1}), lambda: reversed(5), lambda: list(map(lambda a: a, [1], [2])), lambda: reversed(iter([])), lambda: list(map(int, ["1", "x"])), lambda: list(map(abs, [1, 2], [1], strict=True))):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
class R:
    def __len__(self): return 3
    def __getitem__(self, i): return i * 10
print(list(reversed(R())), next(iter(R())), [x for x, _ in zip(R(), "ab")])
class RR:
    def __reversed__(self): return "custom"
class NR:
    __reversed__ = None
print(reversed(RR()))
try: reversed(NR())
except TypeError as e: print(e)
