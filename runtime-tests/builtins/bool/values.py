# bool is an int that prints otherwise; truth of every kind of value.
print(True + True, True * 5, -True, True == 1, True is True, isinstance(True, int))
print(str(True), repr(False), int(True), float(True), f"{True} {True:d} {True:>6}")
print(True & False, True | False, True ^ True, type(True & False).__name__, type(True & 1).__name__)
for value in (0, 1, -1, 0.0, 0.1, "", "0", [], [0], (), (0,), {}, {0: 0}, set(), {0}, None, range(0), range(1), ..., print):
    print(bool(value), not value, end=" ")
print()
class Sized:
    def __init__(self, n):
        self.n = n
    def __len__(self):
        return self.n
class Never:
    def __bool__(self):
        return False
print(bool(Sized(0)), bool(Sized(3)), bool(Never()), not Never())
print(1 and 2, 0 and 2, 1 or 2, 0 or 2, None or "x", [] and 1, not 0 and 5)
class Bad:
    def __bool__(self):
        return 1
try:
    bool(Bad())
except TypeError as error:
    print(error)
