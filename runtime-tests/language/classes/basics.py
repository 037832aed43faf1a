# Instances, class attributes, methods, repr and str.
class Point:
    """A point."""
    count = 0
    def __init__(self, x, y=0):
        self.x = x
        self.y = y
        Point.count += 1
    def moved(self, dx, dy):
        return Point(self.x + dx, self.y + dy)
    def __repr__(self):
        return f"Point({self.x}, {self.y})"
p = Point(1)
q = p.moved(2, 3)
print(p, q, str(q), [p, q], Point.count, p.count, Point.__doc__, Point.__name__, type(p) is Point)
p.count = 100
p.extra = "e"
print(p.count, Point.count, q.count, p.__dict__, vars(q), hasattr(q, "extra"), Point.moved(p, 1, 1))
del p.count
print(p.count, getattr(p, "nothing", "default"), p.__class__.__name__, isinstance(p, object))
method = q.moved
print(method(1, 1), method.__self__ is q, method.__name__)
for act in (lambda: p.nothing, lambda: Point(), lambda: Point(1, 2, 3), lambda: p.moved(1), lambda: delattr(p, "zz"), lambda: Point.nothing, lambda: p + 1, lambda: p[0], lambda: len(p), lambda: p(), lambda: p < q):
    try:
        act()
    except (AttributeError, TypeError) as error:
        print(type(error).__name__, error)
class Empty: pass
print(Empty() == Empty(), Empty() != Empty(), isinstance(hash(Empty()), int))
