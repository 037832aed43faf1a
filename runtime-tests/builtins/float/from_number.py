# float.from_number takes numbers only.
print(float.from_number(3), float.from_number(2.5), float.from_number(True))
class F(float): pass
class A:
    def __float__(self): return 4.5
class I:
    def __index__(self): return 6
print(type(F.from_number(3)).__name__, float.from_number(A()), float.from_number(I()), type(float.from_number(F(1))).__name__)
for v in ("1", None, b"1", 1j, []):
    try: print(float.from_number(v))
    except TypeError as e: print(e)
