# __len__, __getitem__, __setitem__, __contains__, __iter__, __call__, __bool__.
class Grid:
    def __init__(self, n):
        self.cells = {}
        self.n = n
    def __len__(self):
        return self.n * self.n
    def __getitem__(self, key):
        row, column = key
        if not (0 <= row < self.n and 0 <= column < self.n):
            raise IndexError(f"outside {key}")
        return self.cells.get(key, ".")
    def __setitem__(self, key, value):
        self.cells[key] = value
    def __delitem__(self, key):
        del self.cells[key]
    def __contains__(self, value):
        return value in self.cells.values()
    def __iter__(self):
        for row in range(self.n):
            yield "".join(self[row, column] for column in range(self.n))
    def __call__(self, *args, **kwargs):
        return args, kwargs
    def __reversed__(self):
        return iter(["reversed"])
g = Grid(2)
g[0, 1] = "x"
print(len(g), g[0, 1], g[1, 1], "x" in g, "y" in g, list(g), g(1, k=2), bool(g), bool(Grid(0)), list(reversed(g)))
del g[0, 1]
print("|".join(g), *g)
try:
    g[5, 5]
except IndexError as error:
    print(error)
class OldStyle:
    def __getitem__(self, index):
        if index > 3:
            raise IndexError
        return index * index
print(list(OldStyle()), 4 in OldStyle(), 5 in OldStyle(), [a for a in OldStyle()], tuple(iter(OldStyle())))
class BadLen:
    def __init__(self, n):
        self.n = n
    def __len__(self):
        return self.n
for n in (-1, "x", 2.0):
    try:
        len(BadLen(n))
    except (ValueError, TypeError) as error:
        print(error)
