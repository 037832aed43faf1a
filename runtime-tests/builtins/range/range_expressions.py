# Results and errors of many small expressions on ranges and slices.


def attempt(text, **names):
    try:
        print(text, "->", repr(eval(text, dict(names))))
    except BaseException as e:
        print(text, "!!", type(e).__name__, e)
class I:
    def __init__(self, n): self.n = n
    def __index__(self): return self.n
ns = dict(I=I, big=2**70)
for text in """
range(3), range(1,3), range(1,10,2), range(0), range(5,0,-1), range(I(3))
range()
range(1,2,3,4)
range(1,2,0)
range('a')
range(1.0)
range(None)
range(x=1)
len(range(10)), len(range(1,10,3)), len(range(10,1,-3)), len(range(5,1))
len(range(big))
range(big)[big-1], range(big)[-1], range(big)[5:10], range(big)[::big//2], range(-big,big)[big]
range(10)[3], range(10)[-1], range(10)[I(2)], range(10)[2:5], range(10)[::-1], range(10)[::3], range(10)[20:], range(1,10,2)[1:3], range(10)[5:2]
range(10)[10]
range(10)[-11]
range(10)['a']
range(10)[1.5]
range(10)[::0]
3 in range(5), 5 in range(5), 3.0 in range(5), '3' in range(5), True in range(5), 4 in range(0,10,3), 9 in range(0,10,3), -1 in range(5), big in range(big+1), big in range(5), 3 in range(5,0,-2), None in range(3)
range(10).index(3), range(0,10,2).index(4), range(10).count(3), range(10).count(20), range(10).index(3.0), range(5).count(1.0)
range(10).index(20)
range(10).index('a')
range(10).index()
range(3)==range(3), range(0)==range(5,5), range(0,3,2)==range(0,4,2), range(3)==[0,1,2], range(3)!=range(4), range(1,2,3)==range(1,2,9)
range(3)<range(4)
hash(range(3))==hash(range(3)), hash(range(0))==hash(range(5,5)), hash(range(0,3,2))==hash(range(0,4,2)), hash(range(1,2,3))==hash(range(1,2,9))
hash(range(10)), hash(range(0)), hash(range(5,6)), hash(range(0,10,3))
list(range(5)), list(range(5,0,-2)), list(range(big,big+3)), list(range(big+2,big-1,-1)), list(range(2**62-2,2**62+2)), list(range(-2**62-2,-2**62+2)), list(range(2**63-2,2**63+1)), list(range(0,2**63-1,2**62))
list(reversed(range(5))), list(reversed(range(0))), list(reversed(range(1,10,3))), list(reversed(range(big,big+3)))
type(iter(range(3))).__name__, type(iter(range(big))).__name__
iter(range(5)).__length_hint__(), iter(range(big)).__length_hint__()
range(3).__reduce__(), iter(range(3)).__reduce__()
range(3).start, range(3).stop, range(3).step, range(1,2,5).step
bool(range(0)), bool(range(1))
repr(range(3)), str(range(1,3)), repr(range(1,3,2)), repr(range(big))
sum(range(100)), min(range(5)), max(range(5)), sorted(range(3,0,-1)), tuple(range(3)), set(range(3)), [*range(3)]
slice(1), slice(1,2), slice(1,2,3), slice(None), slice('a','b')
slice()
slice(1,2,3,4)
slice(x=1)
slice(1,2).start, slice(1,2).stop, slice(1,2).step
slice(1,5,2).indices(10), slice(None).indices(5), slice(-3,None).indices(5), slice(None,None,-1).indices(5), slice(10,0,-3).indices(5), slice(None,big).indices(big*2), slice(-big,big,big).indices(5)
slice(0,5,0).indices(5)
slice(1).indices(-1)
slice('a').indices(5)
slice(1).indices('a')
slice(1).indices()
slice(1,2)==slice(1,2), slice(1)!=slice(2), slice(1,2)<slice(1,3), slice(1)==1
slice(1)<slice('a')
hash(slice(1,2)), hash(slice(None)) == hash(slice(None))
hash(slice([]))
slice(1,2,3).__reduce__()
slice[int]
range(3).__class__, range.__doc__[:30]
class_ if 0 else isinstance(range(3), __import__('collections.abc').abc.Sequence)
range(3).foo
""".strip().splitlines():
    attempt(text, **ns)
try:
    class X(range): pass
except TypeError as e: print(e)
try:
    class X(slice): pass
except TypeError as e: print(e)
try:
    range(3)[0] = 1
except TypeError as e: print(e)
try:
    del range(3)[0]
except TypeError as e: print(e)
