import weakref


class S:
    __slots__ = ("a", "__private", "b")

    def set_private(self):
        self.__private = 1
        return self._S__private


class WithDict(S):
    pass


class DictSlot:
    __slots__ = ("__dict__", "x")


class WeakSlot:
    __slots__ = ("__weakref__",)


s = S()
print(s.set_private(), S.a, hasattr(s, "__dict__"))
for action in (lambda: s.a, lambda: setattr(s, "c", 1), lambda: weakref.ref(s), lambda: s.__dict__):
    try:
        print(action())
    except (AttributeError, TypeError) as error:
        print(error)
w = WithDict()
w.c, w.a = 1, 2
print(w.__dict__, w.a)
d = DictSlot()
d.x, d.y = 1, 2
print(d.__dict__)
weak = WeakSlot()
print(weakref.ref(weak)() is weak)
for namespace in ({"__slots__": ("a",), "a": 1}, {"__slots__": ("1a",)}, {"__slots__": (1,)}, {"__slots__": "abc"}, {"__slots__": ("__dict__", "__dict__")}, {"__slots__": ["x", "x"]}, {"__slots__": {"doc": "text"}}):
    try:
        print(type("T", (), namespace).__slots__)
    except (TypeError, ValueError) as error:
        print(error)
try:
    type("U", (int,), {"__slots__": ("z",)})
except TypeError as error:
    print(error)
try:
    type("V", (S, type("W", (), {"__slots__": ("q",)})), {})
except TypeError as error:
    print(error)
del w.a
try:
    del w.a
except AttributeError as error:
    print(error)
