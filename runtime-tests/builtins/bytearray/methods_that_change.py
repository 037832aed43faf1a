# append, extend, insert, pop, remove, reverse, clear, copy.
b = bytearray(b"abc")
b.append(100); b.extend(b"ef"); b.extend([103]); b.insert(0, 48); b.insert(-1, 49); b.insert(100, 50)
print(b, b.pop(), b.pop(0), b.pop(-2), b)
b.remove(98); b.reverse(); print(b)
c = b.copy(); c.clear(); print(c, b, b is not c)
b += b"xy"; b *= 2; print(b)
b.extend(x for x in (1, 2)); b.extend(bytearray(b"q")); print(b)
for f in (lambda: b.append(256), lambda: b.append("a"), lambda: b.append(-1), lambda: b.extend("ab"), lambda: b.extend([256]), lambda: b.extend(5), lambda: b.insert(0, 300), lambda: b.insert(0), lambda: bytearray().pop(), lambda: b.pop(1000), lambda: b.remove(0), lambda: b.remove(256), lambda: b.remove("a"), lambda: b.pop("a"), lambda: b.__iadd__(5), lambda: b.__iadd__("s")):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
