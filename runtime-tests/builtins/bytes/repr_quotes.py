# repr of bytes and bytearray.
for b in (b"", b"'", b'"', b"'\"", b"\\", b"\n\r\t\0\x7f\x80\xff", b"abc"):
    print(repr(b), str(b), ascii(bytearray(b)), f"{b}", "%s" % (b,))
class S(bytes): pass
class T(bytearray): pass
print(S(b"x"), T(b"x"), repr(S(b"y")))
try: f"{b'a':5}"
except TypeError as e: print(e)
