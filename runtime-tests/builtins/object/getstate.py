# object.__getstate__ with and without slots.
class A: pass
class S: __slots__ = ("a", "_b", "__c")
class T(S): pass
a = A(); print(a.__getstate__()); a.x = 1; print(a.__getstate__(), object().__getstate__(), (5).__getstate__(), [].__getstate__())
s = S(); print(s.__getstate__()); s.a = 1; s._b = 2; print(s.__getstate__())
t = T(); print(t.__getstate__()); t.a = 5; t.z = 6; print(t.__getstate__())
