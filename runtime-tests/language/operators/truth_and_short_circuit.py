class T:
    def __init__(self, value):
        self.value = value

    def __bool__(self):
        print("bool", self.value)
        return self.value

    def __repr__(self):
        return f"T({self.value})"


print(T(True) and T(False), T(False) or T(True), not T(True))
print(T(False) and T(True) or T(True))
print("if" if T(False) or T(True) else "else")
while T(False) and T(True):
    pass


class L:
    def __init__(self, n):
        self.n = n

    def __len__(self):
        return self.n


for value in L(0), L(3), L(-1), L(2**80), L("x"):
    try:
        print(bool(value))
    except (TypeError, ValueError, OverflowError) as error:
        print(type(error).__name__, error)


class W:
    def __bool__(self):
        return 1


try:
    not W()
except TypeError as error:
    print(error)
print(1 and [] or "x", None or 0 or (), 1 < 2 and 2 < 3, not not 5, (1 or 1 / 0), (0 and 1 / 0))
assert T(True), "fine"
print([x for x in (T(True), T(False)) if x])
