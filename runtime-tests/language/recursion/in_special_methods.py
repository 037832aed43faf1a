import sys

sys.setrecursionlimit(200)


class A:
    def __repr__(self):
        return repr(self)

    def __eq__(self, other):
        return self == other

    def __hash__(self):
        return hash(self)

    def __getattr__(self, name):
        return getattr(self, name + "x")

    def __len__(self):
        return len(self)

    def __call__(self):
        return self()

    def __iter__(self):
        return iter(self)

    def __add__(self, other):
        return self + other

    def __getitem__(self, key):
        return self[key]

    def __bool__(self):
        return bool(self)

    def __format__(self, spec):
        return format(self, spec)

    def __contains__(self, x):
        return x in self


a = A()
for action in (lambda: repr(a), lambda: a == 1, lambda: hash(a), lambda: a.x, lambda: len(a), a, lambda: iter(a), lambda: a + 1, lambda: a[0], lambda: bool(a), lambda: f"{a}", lambda: 1 in a, lambda: sorted([a, a], key=lambda v: repr(v)), lambda: max([a], key=hash), lambda: {a: 1}, lambda: [*a], lambda: str(a)):
    try:
        action()
    except RecursionError as error:
        print(type(error).__name__, str(error).split(" while")[0])
