# globals() is the namespace itself; locals() of functions is a snapshot.
def f(a):
    b = 2
    l = locals()
    l["b"] = 99; l["new"] = 1
    c = 3
    return b, l is locals(), sorted(locals()), sorted(l)
print(f(1), globals() is globals(), locals() is globals(), "f" in globals())
globals()["made"] = 5; print(made)
class A:
    x = 1
    locals()["y"] = 2
    here = sorted(k for k in locals() if k[0] != "_")
print(A.y, A.here)
def g():
    x = 1
    def h(): return x
    return locals()
print(sorted(g()))
for fn in (lambda: globals(1), lambda: locals(1)):
    try: fn()
    except TypeError as e: print(e)
