# Functions of builtins: namespaces of exec and eval, iterators, arithmetic, error texts.
def t(f, *a, **k):
    try: print(f.__name__, repr(f(*a, **k)))
    except BaseException as e: print(f.__name__, type(e).__name__, e)
x = 5
def f(a, b=2):
    c = 3
    def g(): return c, a
    print(sorted(locals().items(), key=lambda p: p[0])[:3], dir(), len(vars()))
    print(eval("a + b"), eval("x"), eval("c"))
    exec("c = 99; d = c"); print(c)
    return g
g = f(1)
class C:
    y = 1
    print(sorted(k for k in locals() if k == 'y'), 'y' in vars(), 'x' in globals())
t(exec, g.__code__); exec(g.__code__, {}, closure=g.__closure__)
ns = {}
exec("z = 1\ndef h(): return z + 1", ns); print(ns['h'](), '__builtins__' in ns)
print(eval("  z + 1", ns), eval(compile("z", "q", "eval"), ns))
t(eval, "1 +"); t(exec, 5); t(eval, "1", 5); t(eval, g.__code__)
class M(dict):
    def __missing__(self, k): return k * 2
print(eval("foo", {}, M()))
print([*zip([1,2],'ab')], list(map(lambda a, b: a+b, [1,2],[3,4])), list(filter(None, [0,1,''])))
print(list(enumerate('ab', 1)), list(reversed([1,2,3])))
print(sorted([3,1,2], reverse=True), sorted('bca', key=ord), min([3,1,2]), max(1, 2.5), max('ab', key=lambda c: -ord(c)))
print(sum([0.1]*10), sum([1,2,3]), sum([[1],[2]], []), sum([1.5, 2, 1j]))
print(zip([1], strict=True).__reduce__()[2], enumerate('a', 3).__reduce__()[1][1], reversed('ab').__reduce__()[2])
class S:
    def __len__(self): return 3
    def __getitem__(self, i):
        if i > 2: raise IndexError
        return i * 10
print(list(S()), list(reversed(S())), iter(S()).__length_hint__())
it = iter([1, 2, 3]); print(list(iter(lambda: next(it), 3)))
print(type(iter(int, 1)).__name__, type(iter(S())).__name__, enumerate[int])
def gen():
    yield 1
    return 7
q = gen(); next(q)
try: next(q)
except StopIteration as e: print('stop', e.value)
print(next(q, 'default'))
class P:
    def __pow__(self, o, m=None): return ('pow', o, m)
    def __rpow__(self, o, m=None): return ('rpow', o, m)
print(pow(P(), 2, 3), pow(2, P(), 3), pow(2, 10, 1000), round(2.567, 2), divmod(-7, 2))
print(dir(S())[-2:], hash('a') == hash('a'), id(x) == id(x), callable(f), bin(10), hex(255), oct(-8))
class agen:
    def __init__(self): self.n = 0
    def __aiter__(self): return self
    async def __anext__(self):
        self.n += 1
        if self.n > 1: raise StopAsyncIteration
        return self.n
async def main():
    a = agen(); i = aiter(a)
    return [await anext(i), await anext(i, 'end')]
c = main()
try: c.send(None)
except StopIteration as e: print(e.value)
t(print, 1, sep=3); t(min, []); t(vars, 1); t(ord, 'ab'); t(compile, '1', 'f', 'x'); t(format, 3, '>5')
class E(zip):
    def __new__(cls, *a): return super().__new__(cls, *a)
print(list(E([1],[2])), type(E()).__name__)
print([eval('i', {'i': i}) for i in range(2)], ascii('é'), format(3.14159, '.2f'))
print(*map(str, range(3)), sep=',', end='!\n')
t(list, map(lambda a,b:1,[1],[1,2],strict=True))
