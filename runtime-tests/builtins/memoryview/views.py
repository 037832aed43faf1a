# Views of bytes and bytearrays: items, slices, casts, comparison, release.


def attempt(text, **names):
    try:
        print(text, "->", repr(eval(text, dict(M=memoryview, b=bytearray(b"abcdefgh"), **names))))
    except Exception as e:
        print(text, "!!", type(e).__name__, e)


def run(text):
    names = dict(b=bytearray(b"abcdefgh"), M=memoryview)
    try:
        exec(text, names)
        print(text, "->", names["b"])
    except Exception as e:
        print(text, "!!", type(e).__name__, e)


for text in """
M()
M(1)
M('a')
M(b, b)
M(obj=b)
repr(M(object=b))[:11]
M(b)[0], M(b)[-1], M(b)[True]
M(b)[10]
M(b)[-9]
M(b)['a']
M(b)[0, 0]
M(b)[0:1, 0:1]
M(b)[()]
M(b)[...]
M(b)[2**70]
M(b)[1:2, 0]
M(b)['a':]
M(b)[::0]
M(b)[5:2].tolist()
M(b)[5:2].strides
M(b)[::2].tobytes()
M(b)[::-1].tobytes()
M(b)[::-2][1:].tolist()
M(b).cast('B', [2, 4])[0]
M(b).cast('B', [2, 4])[0, 1]
M(b).cast('B', [2, 4])[1, -1]
M(b).cast('B', [2, 4])[0, 9]
M(b).cast('B', [2, 4])[5, 0]
M(b).cast('B', [2, 4])[0:1].tolist()
M(b).cast('B', [2, 4])[::-1].tolist()
M(b).cast('B', [2, 4])[0:1, 0:1]
M(b).cast('B', [2, 4]).tolist()
M(b).cast('B', [2, 2, 2]).tolist()
M(b).cast('B', [2, 4])[0, 0, 0]
M(b).cast('B', [2, 4])['a']
M(b).cast('B', [2, 4])[0, 'a']
M(b).cast('B', [2, 4])[::2].tolist()
M(b).cast('H', [4]).tolist()
M(b).cast('H').cast('I')
M(b).cast('H').cast('B').tolist()
M(b).cast('z')
M(b).cast('3B')
M(b).cast('>H')
M(b).cast('@H').format
M(b).cast(1)
M(b).cast()
M(b).cast('H', [3])
M(b).cast('B', 3)
M(b).cast('B', [])
M(b).cast('B', [0, 8])
M(b).cast('B', [-1])
M(b).cast('B', ['a'])
M(b).cast('B', (1,) * 65)
M(b).cast('B', [2, 4]).cast('B', [4, 2])
M(b).cast('B', [2, 4]).cast('B').tolist()
M(b).cast(format='H', shape=(2, 2)).tolist()
M(b)[::2].cast('H')
M(b'abc').cast('H')
M(b'').cast('B', [1])
M(b'').cast('B', [0])
M(b)[2:2].cast('B').shape
M(b).tobytes('F')
M(b).tobytes('X')
M(b).tobytes(None)
M(b).tobytes(1)
M(b).tobytes(order='A')
M(b).cast('B', [2, 4]).tobytes('F')
M(b).cast('B', [2, 4]).tobytes('A')
M(b).hex()
M(b).hex(':')
M(b).hex(':', 2)
M(b).hex(b'-', -3)
M(b).hex('ab')
M(b)[::2].hex()
hash(M(b))
hash(M(b'ab')) == hash(b'ab')
hash(M(b'abcd')[::2]) == hash(b'ac')
hash(M(b'ab').cast('H'))
hash(M(b).toreadonly())
M(b) == b, M(b) == bytes(b), b == M(b), bytes(b) == M(b)
M(b) != 1, M(b) == None, M(b) != b
M(b) < b
M(b'ab') > b'a'
M(b).cast('H') == b
b'ab' == M(b'ab').cast('H')
M(b).cast('B', [2, 4]) == M(b)
M(b).cast('f') == M(b).cast('f')
M(b'\\xff').cast('b') == M(b'\\xff')
M(b'\\x01\\x00').cast('H') == M(b'\\x01')
M(b'\\x00\\x00\\x80\\x3f').cast('f') == M(b'\\x01')
M(b'a').cast('c') == M(b'a')
M(b'\\x02').cast('?') == M(b'\\x01').cast('?')
M(b'') == M(b'').cast('H')
M(b)[::-1] == b[::-1]
M(b).count(97), M(b).count('a'), M(b).count(97.0)
M(b).index(98), M(b).index(98, 1), M(b).index(104, -1)
M(b).index(1)
M(b).index(98, 2)
M(b).index(98, 0, 1)
M(b).index()
M(b).count()
M(b).release(1)
M(b).cast('B', [2, 4]).count(1)
M(b).cast('B', [2, 4]).index(1)
len(M(b)), len(M(b).cast('B', [2, 4])), len(M(b)[::3])
list(M(b)), list(M(b)[::3])
list(M(b).cast('B', [2, 4]))
type(iter(M(b))).__name__
list(reversed(M(b)))
97 in M(b), b'a' in M(b)
M(b).shape, M(b).strides, M(b).suboffsets, M(b).ndim, M(b).nbytes, M(b).itemsize, M(b).format
M(b).cast('B', [2, 4]).strides, M(b).cast('B', [2, 4]).shape
M(b)[::2].contiguous, M(b)[::2].strides, M(b)[::-2].strides
M(b'').c_contiguous, M(b'').f_contiguous
M(b).cast('H', shape=[2, 2]).f_contiguous
M(b).cast('B', [8, 1]).f_contiguous
M(b).toreadonly().readonly, M(b).readonly, M(b'').readonly
M(b).obj, M(M(b)).obj, M(b)[1:].obj
M(b).cast('H')[1:].nbytes
[M(bytes(range(130, 138))).cast(c).tolist() for c in 'cbB?hHiIlLqQnNP']
[M(b).cast(c).tolist() for c in 'efd']
M(b'\\x00\\x7c\\x00\\xfc\\x01\\x00\\xff\\x7b').cast('e').tolist()
M(b).__buffer__(0).tolist()
M(b).__enter__().shape
M[int]
b + M(b'x'), b'a' + M(b'x')
b'a' + M(b'abcd')[::2]
b''.join([M(b'x'), M(b'yy')])
bytes(M(b)[::2]), bytearray(M(b)[::2]), bytes(M(b)), bytes(M(b).cast('H'))
M._from_flags(b, 0).tolist()
M._from_flags(b'', 1)
str(M(b), 'utf8'), int(M(b'12')), float(M(b'1.5'))
b'b' in b, b.find(M(b'cd')), b.startswith(M(b'ab'))
bytes.fromhex('00') == M(b'\\0')
isinstance(M(b), memoryview)
M(b'abcd').cast('I', []).ndim, M(b'abcd').cast('I', [])[()], M(b'abcd').cast('I', []).tolist()
M(b'abcd').cast('I', [])[0]
len(M(b'abcd').cast('I', []))
iter(M(b'abcd').cast('I', []))
""".strip().splitlines():
    attempt(text)

for text in """
M(b)[0] = 1
M(b)[0] = 256
M(b)[0] = -1
M(b)[0] = 'a'
M(b)[0] = 1.5
M(b)[-1] = True
M(b)[1:3] = b'xy'
M(b)[1:3] = b'xyz'
M(b)[::2] = b'wxyz'
M(b)[::-1] = b
M(b)[1:] = M(b)[:-1]
M(b)[:-1] = M(b)[1:]
M(b)[::2] = M(b)[1::2]
M(b)[::-1][:4] = M(b)[:4]
M(b'abc')[0] = 1
del M(b)[0]
M(b'a')[0:1] = b'b'
M(b).toreadonly()[0] = 1
M(b).cast('H')[0] = 70000
M(b).cast('H')[0] = 'a'
M(b).cast('H')[1] = 0x4142
M(b).cast('i')[1] = -2
M(b).cast('c')[0] = b'z'
M(b).cast('c')[0] = b'zz'
M(b).cast('c')[0] = 1
M(b).cast('f')[0] = 1.5
M(b).cast('f')[0] = 'a'
M(b).cast('d')[0] = 1
M(b).cast('?')[0] = 5
M(b).cast('e')[0] = 1e10
M(b).cast('e')[1] = -0.1
M(b).cast('e')[1] = 0
M(b).cast('e')[1] = -0.0
M(b).cast('f')[1] = -0.0
M(b).cast('q')[0] = 2**63
M(b).cast('q')[0] = -2**63
M(b).cast('Q')[0] = 2**64 - 1
M(b).cast('Q')[0] = -1
M(b).cast('B', [2, 4])[0, 1] = 48
M(b).cast('B', [2, 4])[0] = 0
M(b).cast('B', [2, 4])[0:1] = b'aaaa'
M(b)[()] = 1
M(b)[...] = 1
M(b)[1:3] = 5
M(b)[0:2] = M(b).cast('H')[:1]
M(b)[0:2] = M(b).cast('b')[:2]
M(b)[20] = 1
M(b)['a'] = 1
M(b)[0, 0] = 1
m = M(b); m.release(); m.release(); m[0]
m = M(b); m.release(); print(repr(m)[:16]); m.shape
m = M(b); m.release(); len(m)
m = M(b); m.release(); print(m == m, m != m, m == b)
m = M(b); m.release(); hash(m)
m = M(b); m.release(); m.obj
m = M(b); m.release(); m.__enter__()
m = M(b); m.release(); m.tobytes()
m = M(b); n = M(m); m.release(); print(n[0]); b.append(1)
m = M(b); b.append(1)
m = M(b); b[:] = b'12345678'
m = M(b)[2:]; b.clear()
m = M(b); m.release(); b.append(1)
with M(b) as m: m[0] = 48
with M(b) as m: pass; b.append(1)
m = M(b); m.x = 1
class A(M): pass
i = iter(M(b)); print(next(i)); i.__length_hint__()
m = M(b); i = iter(m); next(i); m.release(); next(i)
b[1:3] = M(b)[:4]
b += M(b'xyz')
b.extend(M(b'xyz'))
""".strip().splitlines():
    run(text)

with memoryview(bytearray(b"x")) as view:
    pass
try:
    view[0]
except ValueError as e:
    print(e)


class Lender:
    def __init__(self):
        self.data = bytearray(b"lent")

    def __buffer__(self, flags):
        return memoryview(self.data)

    def __release_buffer__(self, view):
        print("released", view.tobytes())


lender = Lender()
view = memoryview(lender)
view[0] = 76
print(view.tolist(), lender.data, view == b"Lent", bytes(lender))
view.release()
print(lender.data)


class Wrong:
    def __buffer__(self, flags):
        return 1


try:
    memoryview(Wrong())
except TypeError as e:
    print(e)


class Releaser:
    def __index__(self):
        held.release()
        return 1


held = memoryview(bytearray(b"abc"))
try:
    held[Releaser()] = 1
except ValueError as e:
    print(e)
held = memoryview(bytearray(b"abc"))
try:
    held[0] = Releaser()
except ValueError as e:
    print(e)

match memoryview(b"ab"):
    case [first, second]:
        print(first, second)


def fill(buffer, count):
    """Views that are dropped do not keep the array from growing."""
    for i in range(count):
        memoryview(buffer)[i] = i % 256


data = bytearray(1000)
fill(data, 1000)
print(sum(data))
