# Order in which callee, arguments, defaults and keywords are evaluated.
def s(x):
    print(x, end=" ")
    return x
def f(*a, **k): return a, k
print((s("f") and f)(s(1), *[s(2)], k=s(3), **{"z": s(4)}))
print(f(a=s(1), *(s(2),)), f(*[s(1)], *[s(2)], x=s(3)))
def g(a=s("da"), b=s("db")) -> s("never"): pass
def h(l=[]):
    l.append(1)
    return l
print(h(), h() is h(), h([]), h.__defaults__)
x = 1
def k(v=x): return v
x = 2
print(k(), k.__defaults__)
k.__defaults__ = (9,)
print(k())
def m(*, a=1, b): return a, b
m.__kwdefaults__["b"] = 5
print(m(), m.__kwdefaults__)
m.__kwdefaults__ = None
try: m()
except TypeError as e: print(e)
try: k.__defaults__ = 5
except TypeError as e: print(e)
