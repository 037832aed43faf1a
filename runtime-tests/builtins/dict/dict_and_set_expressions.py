# Results and errors of many small expressions on dicts and sets.


def attempt(text, **names):
    try:
        print(text, "->", repr(eval(text, dict(names))))
    except BaseException as e:
        print(text, "!!", type(e).__name__, e)
def run(text):
    env = dict(d={'a': 1, 'b': 2, 3: 4}, s={3, 1, 2})
    try:
        exec(text.replace("\\n", "\n"), env)
        print(text, "->", env["d"], sorted(env["s"], key=repr))
    except BaseException as e:
        print(text, "!!", type(e).__name__, e, env["d"], sorted(env["s"], key=repr))
class M(dict):
    def __missing__(self, k): return ('missing', k)
class D(dict): pass
class S(set): pass
class F(frozenset): pass
class Keys:
    def keys(self): return ['x', 'y']
    def __getitem__(self, k): return k * 2
class H:
    def __hash__(self): raise ValueError('nohash')
class BadEq:
    def __hash__(self): return hash('a')
    def __eq__(self, o): raise ZeroDivisionError('eq')
ns = dict(M=M, D=D, S=S, F=F, Keys=Keys, H=H, BadEq=BadEq, fs=frozenset)
for text in """
dict(), dict(a=1), dict({'a':1}), dict([('a',1)]), dict([('a',1)], b=2), dict(Keys()), dict(Keys(), x=1), dict(zip('ab',(1,2))), dict(['ab','cd']), dict(())
dict(1)
dict([1])
dict([(1,2,3)])
dict(['abc'])
dict([()])
dict(1,2)
dict([([],1)])
dict({}, **{'a': 1}), dict(**{'a b': 1})
dict(self=1, dict=2)
{'a':1}['b']
{}[[]]
{}[{}]
{}[H()]
{'a':1}[BadEq()]
{1:2}[1.0], {1:2}[True], {1:2,1.0:3}, {True:1, 1:2}
M()['z'], M({'a':1})['a'], M().get('z')
{1:2}.get(1), {1:2}.get(2), {1:2}.get(2, 5)
{}.get()
{}.get(1,2,3)
{}.get([])
{}.setdefault()
{}.setdefault([])
{1:2}.setdefault(1,5), {}.setdefault(1), {}.setdefault(1,5)
{1:2}.pop(1), {}.pop(1,2)
{}.pop(1)
{}.pop()
{}.pop(1,2,3)
{}.pop([])
{}.popitem()
{1:2,3:4}.popitem()
{1:2}.keys(), {1:2}.values(), {1:2}.items(), {}.keys()
len({1:2}), len({1:2}.keys()), len({1:2}.items())
1 in {1:2}, 2 in {1:2}, 1 in {1:2}.keys(), 2 in {1:2}.values(), (1,2) in {1:2}.items(), (1,3) in {1:2}.items(), 1 in {1:2}.items()
[] in {}
[] in {}.keys()
([],1) in {}.items()
{1:2}=={1:2}, {1:2}=={1:3}, {1:2}!={2:1}, {1:2,3:4}=={3:4,1:2}, {1:2}==1
{}<{}
{1:2}|{3:4}, {1:2}|{1:3}, D({1:2})|{3:4}, type(D()|{}), type({}|D())
{}|1
{}|[(1,2)]
{1:2}+{3:4}
dict.fromkeys('ab'), dict.fromkeys([1,2],0), type(D.fromkeys('a')), dict.fromkeys({1:2}), dict.fromkeys({1,})
dict.fromkeys()
dict.fromkeys(1)
dict.fromkeys([[]])
{1:2}.copy(), type(D().copy())
{1:2}.keys()=={1}, {1:2}.keys()|{3}, {1:2,3:4}.keys()&[1], {1:2}.keys()-{1}, {1:2}.keys()^{3}, {1:2}.items()|{5}, {1:2}.items()&{(1,2)}, [1]|{2:3}.keys()
{1:2}.keys()<={1,2}, {1:2}.keys()<{1}, {1:2}.keys()>=set(), {1:2}.items()=={(1,2)}, {1:2}.keys().isdisjoint([2]), {1:2}.keys().isdisjoint([1])
{1:2}.keys()|1
{1:2}.values()|{1}
{1:2}.values()=={1:2}.values()
{1:2}.keys().mapping, type({1:2}.keys().mapping)
hash({})
hash({}.keys())
repr({}), repr({1:'a','b':[1]}), repr({1:{2:3}})
list(reversed({1:2,3:4})), list(reversed({1:2,3:4}.values())), list(reversed({1:2,3:4}.items())), list(reversed({1:2}.keys()))
type(iter({})).__name__, type(iter({}.values())).__name__, type(iter({}.items())).__name__, type(reversed({})).__name__, type({}.keys()).__name__
iter({1:2}).__length_hint__(), iter({1:2,3:4}.items()).__length_hint__()
iter({1:2}).__reduce__(), iter({1:2}.items()).__reduce__()
dict[int,str]
{}.update(1)
{}.update([1])
{}.update([(1,2,3)])
{}.update(1,2)
{}.clear(1)
{}.copy(1)
{}.foo
{**{'a':1}, 'b':2}, {**Keys()}
{**1}
(lambda **k: k)(**{'a':1})
(lambda **k: k)(**{1:1})
(lambda **k: k)(**Keys())
(lambda a, **k: k)(1, **{'a':1})
max({1:2,5:0}), sorted({3:1,1:2}), sum({1:2,3:4}.values()), list({1:2,3:4}), tuple({1:2}), set({1:2})
list(map(list, {1:2}.items())), dict(map(reversed, {1:2}.items()))
set(), set([1,2,2]), set('a'), {1,2}, fs(), fs([1]), set({1:2}), S([1]), F([1])
set(1)
set(1,2)
set(x=1)
fs(x=1)
fs(1)
set([[]])
set([H()])
{1,2}|{3}, {1,2}&{2,3}, {1,2}-{2}, {1,2}^{2,3}, {1}|fs([2]), fs([1])|{2}, type(S([1])|{2}), type(fs([1])|{2}), type(F([1])|{2})
{1}|[2]
{1}&[1]
{1}-1
{1}^'a'
{1}+{2}
{1,2}<{1,2,3}, {1}<={1}, {1}<{1}, {1,2}>{1}, {1}>=fs([1]), {1}=={1}, {1}==fs([1]), {1}!={2}, {1}==[1]
{1}<[1]
{1}<1
1 in {1}, 2 in {1}, 1.0 in {1}, {1} in {fs([1])}, fs([1]) in {fs([1])}
[] in {1}
{1}.union(), {1}.union([2],(3,)), {1,2}.intersection([1],{1,5}), {1,2}.difference([1]), {1}.symmetric_difference([1,2]), {1}.issubset([1,2]), {1,2}.issuperset('a'), {1}.isdisjoint([2]), {1,2}.intersection()
{1}.union(1)
{1}.issubset(1)
{1}.intersection(1)
{1}.isdisjoint()
{1}.symmetric_difference()
{1}.add()
{1}.add([])
{1}.remove(2)
{1}.remove([])
{fs([1])}.remove({1})
{fs([1])}.discard({1})
{1}.discard(2)
{1}.discard([])
set().pop()
{1}.pop()
{1}.update(1)
{1}.clear(), {1}.copy(), fs([1]).copy()
(lambda f: f.copy() is f)(fs([1])), fs() is fs(), (lambda f: fs(f) is f)(fs([1]))
hash({1})
hash(fs()), hash(fs([1])), hash(fs([1,2])), hash(fs(range(100))), hash(fs([1,2]))==hash(fs([2,1])), hash(fs([fs(),fs([1])]))
hash(F([1]))==hash(fs([1]))
repr(set()), repr({1}), repr(fs()), repr(fs([1])), repr(S()), repr(F([1])), repr(S([1]))
len({1,2}), bool(set()), bool({1})
type(iter(set())).__name__, iter({1,2}).__length_hint__(), iter({1}).__reduce__()
{1}.__reduce__(), fs([1]).__reduce__(), S([1]).__reduce__()
set[int]
fs([1]).add
{1}.foo
sorted({3,1,2}), list({3,1,2}), list({'a'}), [*{1}], max({1,5})
list({10, 100, 1000, 5}), list(set(range(20))), list({-1, -2, 0}), list(set([5, 33, 65, 1])), list(set(range(0, 100, 7)) - {7, 14}), list(set(range(50)) & set(range(40, 60)))
{1.5, 1, True, 1.0}, {0, False, 0.0}
{1}.__contains__(1), {1}.__len__(), {1}.__or__({2}), {1}.__or__([2]), {1}.__ror__({2}), {1}.__sub__({1}), {1}.__eq__(1)
{}.__contains__(1), {1:2}.__getitem__(1), {}.__len__(), {}.__or__(1), {}.__eq__(1), {1:2}.__iter__().__class__
""".strip().splitlines():
    attempt(text, **ns)
for text in """
d['z'] = 1
d[[]] = 1
del d['a']
del d['zz']
del d[[]]
d.update(a=9, q=1)
d.update({'a': 5})
d.update([('x', 1), ('y', 2)])
d.update(['ab', 'cd'], z=1)
d |= {'z': 1}
d |= [('z', 1)]
d |= 1
d.clear()
d.pop('a')
d.popitem()
d.setdefault('n', []).append(1)
d.__init__(z=5)
d.__init__({1: 1}, k=2)
for k in d:\\n d['new'] = 1
for k in d:\\n del d[k]
for k in d: d[k] = 0
for k in list(d): del d[k]
for k, v in d.items():\\n d.pop('a'); d['c'] = 1
i = iter(d); next(i); d['x'] = 1; next(i)
i = iter(d); list(i); d['x'] = 1; print(list(i))
i = iter(d.values()); d.clear(); next(i)
i = reversed(d); d['q'] = 1; next(i)
d['a'] = d; print(d)
d['v'] = d.values(); print(d)
d.x = 1
s.add(5); s.add(5)
s.remove(1)
s.remove(99)
s.discard(99)
s.pop()
s.update([7], (8,), 'z')
s |= {9}
s |= [9]
s &= {1}
s -= {1}
s ^= {1, 50}
s.intersection_update([1, 2], [2])
s.difference_update([1], [2])
s.symmetric_difference_update([1, 99])
s.symmetric_difference_update(s)
s -= s
s &= s
s |= s
s ^= s
s.difference_update(s)
s.clear()
s.__init__([1])
s.__init__()
for x in s: s.add(x + 10)
for x in s: s.discard(x)
i = iter(s); s.add(100); next(i)
i = iter(s); list(i); s.add(100); print(list(i))
s.add(frozenset(s)); print(len(s))
f = frozenset([1]); g = f; f |= {2}; print(sorted(f), g)
s.x = 1
""".strip().splitlines():
    run(text)
