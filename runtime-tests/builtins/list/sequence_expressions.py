# Results and errors of many small expressions on lists and tuples.


def attempt(text, **names):
    env = dict(names)
    try:
        print(text, "->", repr(eval(text, env)))
    except BaseException as e:
        print(text, "!!", type(e).__name__, e)

def run(text):
    env = dict(l=[5, 3, 1, 4], t=(1, 2, 3))
    try:
        exec(text, env)
        print(text, "->", env["l"])
    except BaseException as e:
        print(text, "!!", type(e).__name__, e, env["l"])

class I:
    def __init__(self, n): self.n = n
    def __index__(self): return self.n
class L(list): pass
class T(tuple): pass
class R:
    def __radd__(self, o): return ("radd", o)
    def __rmul__(self, o): return ("rmul", o)
    def __iter__(self): return iter((7, 8))
class Seq:
    def __getitem__(self, i):
        if i > 3: raise IndexError
        return i * i
class HintBad:
    def __iter__(self): return iter((1,2))
    def __length_hint__(self): return "x"
ns = dict(I=I, L=L, T=T, R=R, Seq=Seq, HintBad=HintBad, big=2**70)
for text in """
list()
list([1,2])
list((1,2))
list('abc')
list({1:2})
list(range(3))
list(Seq())
list(1)
list(1,2)
list(x=1)
list(iterable=[1])
list.__new__(list, 1, 2, x=3)
list.__new__(int)
list.__new__()
list.__new__(1)
[1,2,3][1], [1,2,3][-1], [1,2,3][I(1)], [1,2,3][True]
[1,2,3][3]
[1,2,3][-4]
[1,2,3][big]
[1,2,3][-big]
[1,2,3][1:], [1,2,3][::-1], [1,2,3][-big:big], [1,2,3][::big], [1,2,3][::-big], [1,2,3][5:], [1,2,3][2:1]
[1,2,3][I(0):I(2)]
[1,2,3]['a':]
[1,2,3][1.0:]
[1,2,3][::0]
[1,2]+[3]
[1,2]+(3,)
[1,2]+1
[1]+R()
[1]*R()
[1]*3, 3*[1], [1]*0, [1]*-1, [1,2]*I(2), I(2)*[1,2], [1]*True
[1]*1.5
1.5*[1]
[1]*'a'
[1]*[1]
'a'*[1]
[1]*big
[1,2]*(2**62)
[]*big
[1,2]==[1,2], [1,2]==(1,2), [1,2]!=[1,3], [1,2]<[1,3], [1,2]<[1,2,3], [2]>[1,5], [1]<=[1], []<[1]
[1]<(1,)
[1,'a']<[1,2]
[1,2]<[1,'a']
[float('nan')]==[float('nan')]
1 in [1,2], 3 in [1,2], 1.0 in [1], 'a' in ['a']
hash([])
repr([]), repr([1]), repr([[1],[2]]), repr(['a',b'b',None,1.5])
[1,2,1].count(1), [1,2,1].index(1), [1,2,1].index(1,1), [1,2,1].index(1,-1), [1,2,1].index(2,-big,big)
[1,2,1].index(3)
[1,2,1].index('a')
[1,2,1].index(2,2)
[1,2,1].index(1,'a')
[1,2,1].index(1,None)
[1].index()
[1].index(1,2,3,4)
[1].count()
[1].count(1,2)
[1].append()
[1].append(1,2)
[1].append(object=1)
[1].insert(1)
[1].insert('a',1)
[1].insert(1.0,1)
[1].pop('a')
[1].pop(1)
[1].pop(-2)
[].pop()
[].pop(0)
[1].pop(big)
[1].pop(None)
[1].remove(2)
[1].remove()
[1].extend(1)
[1].extend()
[1].clear(1)
[1].copy(1)
[1].reverse(1)
[1].sort(1)
[1].sort(lambda x:x)
[1].sort(foo=1)
[1].sort(key=1)
[1,2].sort(key=1)
[1,'a'].sort()
[1,2].sort(reverse='a')
[1,2].sort(reverse=None)
[3,1,2].sort(cmp=1)
sorted([3,1,2]), sorted('hello'), sorted([3,1,2],reverse=True), sorted(['b','A','c'],key=str.lower), sorted([1.5,1,0.5])
sorted([3,1,2],key=lambda x:-x), sorted([(1,'b'),(1,'a'),(0,'c')]), sorted({3:1,1:2}), sorted([[2],[1]]), sorted([True,False,0,1])
sorted([(1,0),(0,1),(1,1),(0,0)],key=lambda p:p[0]), sorted([(1,0),(0,1),(1,1),(0,0)],key=lambda p:p[0],reverse=True)
sorted([2**70,1,-2**70,2**62]), sorted([1,2**80,3.5,True])
sorted(1)
sorted([1],1)
sorted([1],key=1)
sorted([1,'a'])
sorted([1],x=1)
sorted()
sorted([None,None])
L([1,2]), type(L([1,2])[:]), type(L([1])+[2]), type(L([1])*2), type(L([1]).copy()), L([1])==[1]
T((1,2)), type(T((1,2))[:]), type(T((1,))+(2,)), type(T((1,))*1), T((1,))==(1,)
tuple(), tuple([1,2]), tuple('ab'), tuple(range(3)), tuple(Seq())
tuple(1)
tuple(1,2)
tuple(x=1)
T(x=1)
(1,2,3)[1], (1,2,3)[-1], (1,2,3)[I(1)], (1,2,3)[1:], (1,2,3)[::-1], (1,2,3)[::2]
(1,2,3)[3]
(1,2,3)[big]
(1,2)+(3,)
(1,2)+[3]
(1,)+R()
(1,)*R()
(1,)*3, 3*(1,), (1,)*0, (1,)*-1, ()*5
(1,)*1.5
(1,)*'a'
(1,)*(1,)
(1,2)*(2**62)
(1,2)==(1,2), (1,2)<(1,3), (1,2)<(1,2,3), (1,2)==[1,2], ()<(1,)
(1,)<[1]
(1,'a')<(1,2)
hash(()), hash((1,)), hash((1,2)), hash((1,(2,3))), hash((1.5,None.__class__ is type)), hash(tuple(range(100)))
hash(([],))
hash((1,[]))
repr(()), repr((1,)), repr((1,2)), repr(((),))
(1,2,1).count(1), (1,2,1).index(1), (1,2,1).index(1,1)
(1,2,1).index(3)
(1,).index()
(1,).count()
(1,2,3).__getnewargs__()
list[int], tuple[int,...], list[int]((1,2))
iter([1]).__length_hint__(), iter((1,2)).__length_hint__(), reversed([1,2,3]).__length_hint__()
type(iter([])).__name__, type(iter(())).__name__, type(reversed([])).__name__, type(reversed(())).__name__
list(reversed([1,2,3])), list(reversed((1,2,3)))
iter([1,2]).__reduce__(), iter((1,2)).__reduce__(), reversed([1,2]).__reduce__(), iter([]).__reduce__()
next(iter([]))
next(iter(()), 5)
[1].__add__([2]), [1].__mul__(2), [1].__rmul__(2), [1].__iadd__((2,)), [1].__imul__(2), [1].__contains__(1), [1].__getitem__(0), [1].__len__(), [1].__eq__([1]), [1].__lt__(1)
[1].__add__(1)
(1,).__add__([1])
[].__hash__
list.append([], 1)
list.append(1, 1)
list.append()
[*range(3), *'ab'], (*[1],)
[1,2,3].__sizeof__() > 0
max([1]), min((2,3)), sum([1,2]), any([]), all([1])
[1,[2,[3]]] == [1,[2,[3]]]
""".strip().splitlines():
    attempt(text, **ns)

for text in """
l[0] = 9
l[-1] = 9
l[4] = 9
l['a'] = 1
l[2**70] = 1
del l[0]
del l[-1]
del l[9]
del l['a']
del l[:]
del l[1:3]
del l[::2]
del l[::-1]
del l[::-2]
del l[5:]
l[1:3] = [7]
l[1:1] = 'ab'
l[5:1] = [0]
l[:] = l
l[::2] = [8, 9]
l[::-1] = (1, 2, 3, 4)
l[::2] = [1]
l[::2] = 5
l[1:2] = 5
l[1:2] = l
l[:2] = l[2:]
l[1:2] = (x for x in 'xyz')
l[::-2] = l[:2]
l[::2] = []
l[2:1:2] = []
l[10:] = [1]
l[-10:0] = [1]
l[1:3:1] = []
l.append(l); print(l); l.pop()
l.extend(l)
l.extend('ab')
l.extend(x for x in range(3))
l += 'ab'
l += l
l += 5
l *= 2
l *= 0
l *= -1
l *= 'a'
l *= 1.5
l.insert(0, 'a')
l.insert(100, 'a')
l.insert(-1, 'a')
l.insert(-100, 'a')
l.sort()
l.sort(reverse=True)
l.sort(key=lambda x: -x)
l.sort(key=None, reverse=1)
l.sort(key=lambda x: 1/0)
l.sort(key=lambda x: l.append(1))
l.reverse()
l.clear()
l.pop(1)
l.pop(-1)
l.remove(3)
x = l.copy(); x.append(1)
l[0], l[1] = l[1], l[0]
t[0] = 1
del t[0]
t += (1,); print(t)
t *= 2; print(t)
l.__init__([1]); 
l.__init__()
l.__setitem__(0, 1); l.__delitem__(1)
l.x = 1
i = iter(l); next(i); l.clear(); print(list(i)); l.append(1); print(list(i))
i = iter(l); next(i); i.__setstate__(3); print(list(i))
i = reversed(l); next(i); l.append(9); print(list(i))
i = reversed(l); next(i); l.clear(); print(list(i), i.__length_hint__())
for x in l:\n  if x < 3: l.append(9)\n  if len(l) > 8: break
a = [1]; a[0] = a; print(a, [a], (a,)); l.append(a); print(l)
""".strip().splitlines():
    run(text.replace("\\n", "\n"))

class Evil:
    def __init__(self, l): self.l = l
    def __lt__(self, other):
        self.l.append(1)
        return False
l = []
l.extend(Evil(l) for i in range(3))
try:
    l.sort()
except ValueError as e:
    print(e, len(l))
class Clear:
    def __init__(self, l): self.l = l
    def __eq__(self, other):
        self.l.clear()
        return False
l = []
l.extend(Clear(l) for i in range(5))
print(1 in l, len(l))
l.extend(Clear(l) for i in range(5))
print(l == [1,2,3,4,5], len(l))
l.extend(Clear(l) for i in range(5))
try:
    l.remove(1)
except ValueError as e: print(e)
l.extend(Clear(l) for i in range(5))
print(l.count(3), len(l))

