# No resize while a memoryview lives.
b = bytearray(b"abc")
m = memoryview(b)
for f in (lambda: b.append(1), lambda: b.extend(b"x"), lambda: b.pop(), lambda: b.clear(), lambda: b.__delitem__(0), lambda: b.__setitem__(slice(0, 1), b"xy"), lambda: b.insert(0, 1), lambda: b.__iadd__(b"z"), lambda: b.__imul__(2), lambda: b.resize(10), lambda: b.remove(97)):
    try: f(); print("changed", b)
    except BufferError as e: print(e)
b[0] = 65; b[1:3] = b"YZ"; b.reverse(); print(b, m.tobytes())
m.release(); b.append(33); print(b)
