# complex() of one and two numbers.
import warnings
warnings.simplefilter("ignore")
class C:
    def __complex__(self): return 3 + 4j
class F:
    def __float__(self): return 2.5
class I:
    def __index__(self): return 7
class Bad:
    def __complex__(self): return 5
print(complex(), complex(1, 2), complex(1.5), complex(real=1), complex(imag=2), complex(C()), complex(F()), complex(I()), complex(F(), I()), complex(1j, 1j), complex(-0.0, -0.0))
for args in (("1", 2), (1, "2"), (None,), ([],), (1, None), (Bad(),), (b"1",), (1, 2, 3), (10**400,), (1, C())):
    try: print(complex(*args))
    except Exception as e: print(type(e).__name__, e)
print(complex.from_number(3), complex.from_number(C()), complex.from_number(F()))
try: complex.from_number("3")
except TypeError as e: print(e)
