# chr, ord, bin, hex, abs, divmod, round, hash, ascii, format, callable.
print(chr(0x10ffff) == "\U0010ffff", ord("é"), ord(b"a"), bin(-5), hex(255), oct(-8), abs(-3), abs(-2.5), abs(3 + 4j), abs(True), divmod(7, -2), divmod(-7.5, 2), round(2.567, 1), round(-1.5), ascii("é'"), format(3.14159, ".2f"), repr("x"), hash(True), hash(-1), hash(2**61 - 1), hash(0.5), hash(1e300) != 0, id(None) == id(None), callable(5), bool([]), bool("0"))
class N:
    def __abs__(self): return "abs"
    def __round__(self, n=None): return ("round", n)
    def __divmod__(self, o): return "divmod"
    def __rdivmod__(self, o): return "rdivmod"
    def __index__(self): return 10
    def __neg__(self): return "neg"
    def __pos__(self): return "pos"
    def __invert__(self): return "inv"
    def __floor__(self): return "floor"
    def __pow__(self, o, m=None): return ("pow", o, m)
    def __rpow__(self, o): return ("rpow", o)
n = N(); print(abs(n), round(n), round(n, 2), divmod(n, 1), divmod(1, n), bin(n), hex(n), oct(n), -n, +n, ~n, pow(n, 2), pow(n, 2, 3), 2 ** n, [0] * n == [0] * 10, chr(n) == "\n", float(n), int(n), complex(n))
for f in (lambda: chr(-1), lambda: chr(0x110000), lambda: chr("a"), lambda: ord(""), lambda: ord("ab"), lambda: ord(5), lambda: bin(1.5), lambda: hex("a"), lambda: abs("a"), lambda: divmod(1, "a"), lambda: round("a"), lambda: hash([]), lambda: format(1, 2), lambda: id(), lambda: chr(2**70), lambda: ord(b"ab"), lambda: chr(1.0), lambda: callable()):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
