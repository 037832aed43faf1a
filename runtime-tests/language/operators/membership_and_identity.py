class It:
    def __iter__(self):
        return iter([1, float("nan"), "x"])


class Get:
    def __getitem__(self, i):
        if i > 2:
            raise IndexError
        return i * 10


class Con:
    def __contains__(self, x):
        return [] if x else "yes"


nan = float("nan")
print(1 in It(), 2 in It(), 1 not in It(), 20 in Get(), 5 in Get())
print(0 in Con(), 1 in Con(), nan in [nan], float("nan") in [nan], nan in (nan,), nan in {nan})
print("b" in "abc", "" in "", b"b" in b"abc", 98 in b"abc", None in [None], [] in [[]])
for action in (lambda: 1 in 5, lambda: 1 in "abc", lambda: "a" in b"abc", lambda: 300 in b"abc", lambda: [] in {1}, lambda: [] in {}):
    try:
        print(action())
    except (TypeError, ValueError) as error:
        print(error)
x = y = []
print(x is y, x is not y, x is [], not x is y, None is None, ... is Ellipsis, NotImplemented is NotImplemented)
try:
    bool(NotImplemented)
except TypeError as error:
    print(error)
print(1 < 2 < 3 > 2 != 4 in [4] is not None)
