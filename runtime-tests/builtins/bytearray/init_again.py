# __init__ starts anew; subclasses with attributes.
b = bytearray(b"abc")
b.__init__(b"xy"); print(b)
b.__init__(2); print(b)
b.__init__(); print(b)
class A(bytearray):
    def __init__(self, *args, tag=None):
        super().__init__(*args)
        self.tag = tag
a = A(b"q", tag=5)
print(a, a.tag, type(a + b"x").__name__, type(a.copy()).__name__, type(a[:]).__name__, a == b"q", type(a.upper()).__name__)
for args in (("a",), ([256],), (-1,), (b"", "ascii")):
    try: b.__init__(*args)
    except Exception as e: print(type(e).__name__, e)
