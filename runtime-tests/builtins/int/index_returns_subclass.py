# __index__ and __int__ that give a subclass of int warn.
import warnings
class I(int): pass
class A:
    def __int__(self): return I(3)
class B:
    def __index__(self): return True
with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter("always")
    print(int(A()), type(int(A())).__name__)
    print([0, 1, 2][B()])
    for w in seen: print(w.category.__name__, w.message)
