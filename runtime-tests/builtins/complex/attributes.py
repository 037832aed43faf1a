# Parts are read only; equality with other numbers.
z = 3 + 4j
print(z.real, z.imag, z.__getnewargs__(), z == 3 + 4j, (5 + 0j) == 5, (5 + 0j) == 5.0, (2**53 + 1) == complex(2**53), z != "a", hash(z) == hash(3 + 4j), z.__complex__())
for n in ("real", "imag", "x"):
    try: setattr(z, n, 1)
    except AttributeError as e: print(e)
print(z.__eq__("a"), z.__lt__(1), z.__add__("a"), z.__radd__(1), z.__rtruediv__(25))
class C(complex): pass
c = C(1, 2)
c.x = 1
print(type(c + 1).__name__, type(c.conjugate()).__name__, c, repr(c), C("1j") == 1j)
