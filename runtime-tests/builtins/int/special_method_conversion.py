# __int__, __index__ and subclasses as arguments of int.
class A:
    def __int__(self): return 7
    def __index__(self): return 8
class B:
    def __index__(self): return 9
class S(int):
    def __int__(self): return 100
    def __repr__(self): return "S!"
print(int(A()), int(B()), [10, 20, 30][B() - 8 if False else B().__index__() - 8], hex(B()), bin(A()))
s = S(5)
print(int(s), s + 1, str(s), f"{s}", f"{s:d}", "%d" % s, "%s" % s, type(+s).__name__, type(s.__index__()).__name__)
import operator
print(operator.index(s), type(operator.index(s)).__name__, range(s), [1] * S(2))
print(S.__new__(S, "ff", 16) == 255, isinstance(s.real, S), type(s.numerator).__name__, type(s.conjugate()).__name__)
