# Changing a bytearray in place.
a = bytearray(b"hello")
a[0] = 72; a[-1:] = b"O!"; a += b"?"; a.append(33); a.extend([1, 2]); a.insert(0, 60)
print(a, a.pop(), a.pop(0), a.count(b"l"), a.reverse(), a)
a.remove(33); del a[1:3]; a *= 2
print(a, len(a), a.copy() == a, a.copy() is a)
a[::2] = bytes(len(a[::2])); print(a)
a.clear(); print(a, bool(a))
b = bytearray(b"abc"); c = b; c += b"d"; print(b is c, b, b.upper(), type(b.upper()).__name__, b + b"x", b"x" + b, type(b"x" + b).__name__, b == b"abcd")
for f in (lambda: b.append(256), lambda: b.append("a"), lambda: b.__setitem__(0, -1), lambda: b.__setitem__(9, 1), lambda: b.remove(0), lambda: bytearray().pop(), lambda: b.extend("x"), lambda: b.extend([300]), lambda: b.__setitem__(slice(0, 4, 2), b"abc"), lambda: hash(b), lambda: b.insert("x", 1), lambda: b.__setitem__(slice(0, 1), 5), lambda: b.__setitem__(slice(0, 1), "x"), lambda: b.pop(10), lambda: b.__delitem__(10), lambda: bytearray("x")):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
m = memoryview(b)
try: b.append(1)
except BufferError as e: print(e)
m.release(); b.append(1); print(b, list(b), bytearray(3), bytearray.fromhex("ff01"))
b[1:1] = b"XY"; print(b); b[2:2] = [65]; print(b)
