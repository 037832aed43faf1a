# chr, ord, bin, hex, oct and their errors.
class I:
    def __index__(self): return 10
print(chr(97), chr(0x10ffff) == "\U0010ffff", ord("a"), ord("€"), ord(b"a"), ord(bytearray(b"z")), ascii(chr(0xd800)), bin(-5), bin(0), hex(-255), oct(8), bin(I()), hex(10**20), oct(-10**20), hex(True), chr(True) == "\x01", chr(I()) == "\n")
for f in (lambda: chr(-1), lambda: chr(0x110000), lambda: chr("a"), lambda: chr(1.5), lambda: chr(10**30), lambda: ord(""), lambda: ord("ab"), lambda: ord(5), lambda: ord(b""), lambda: ord(b"ab"), lambda: bin(1.5), lambda: hex("a"), lambda: oct(None), lambda: bin(), lambda: chr(), lambda: ord(None), lambda: hex(1j)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
