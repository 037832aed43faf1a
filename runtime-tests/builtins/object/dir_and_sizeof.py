# object.__dir__, __sizeof__, sys.getsizeof.
import sys
class A:
    y = 1
    def __init__(self): self.x = 1
print([n for n in A().__dir__() if n[0] != "_"], sorted(object().__dir__()) == sorted(dir(object())), all(isinstance(o.__sizeof__(), int) and o.__sizeof__() > 0 for o in (object(), 5, "a", [1], {})))
class S:
    def __sizeof__(self): return 1000
class Bad:
    def __sizeof__(self): return "x"
class Neg:
    def __sizeof__(self): return -1
print(sys.getsizeof(S()) >= 1000, sys.getsizeof(Bad(), 7))
for f in (lambda: sys.getsizeof(Bad()), lambda: sys.getsizeof(Neg()), lambda: sys.getsizeof(), lambda: sys.getsizeof(object=S(), default=1) >= 1000):
    try: print(f())
    except (TypeError, ValueError) as e: print(type(e).__name__, e)
print(sorted(n for n in dir(object)))
