# Assignment to and deletion of slices.
def run(action, start=(0, 1, 2, 3, 4, 5)):
    l = list(start)
    try: action(l)
    except Exception as e: print(type(e).__name__, e)
    print(l)
def a(l): l[1:3] = "abc"
def b(l): l[::2] = "xyz"
def c(l): l[::2] = "xy"
def d(l): l[5:2] = [9]
def e(l): del l[1::2]
def f(l): l[:] = []
def g(l): l[::-1] = range(6)
def h(l): l[2:2] = l
def i(l): l[1:2] = 5
def j(l): del l[::-2]
def k(l): l[100:] = [7]; l[:-100] = [8]
def m(l): l[1:4:2] = iter("pq")
def n(l): l[::3] += [1]
def o(l): l["a":] = []
def p(l): l[::-1] = l
def q(l): del l[-1], l[0], l[:2]
for act in (a, b, c, d, e, f, g, h, i, j, k, m, n, o, p, q): run(act)
