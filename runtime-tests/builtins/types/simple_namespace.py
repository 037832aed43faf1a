# SimpleNamespace.
import types, copy, pickle
N = types.SimpleNamespace
n = N(b=1, a="x"); print(n, n.b, n == N(a="x", b=1), n != N(), N({"k": 1}), N([("p", 2)], q=3), vars(n), n.__dict__ is vars(n)); n.c = n; print(n); del n.c
class S(N): pass
s = S(x=1); print(s, s == N(x=1), copy.copy(s), pickle.loads(pickle.dumps(s)), s.__reduce__()[1:], copy.replace(s, x=2, y=3), type(copy.replace(s)).__name__)
for f in (lambda: N(1), lambda: N(1, 2), lambda: N({1: 2}), lambda: n.nope, lambda: hash(n), lambda: n < n, lambda: delattr(n, "nope"), lambda: N("ab"), lambda: N({}, {}), lambda: n == 5, lambda: N(None)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
n.__init__(z=5); print(n); N.__init__(n, b=7); print(n); print(N(**{"odd key": 1, "class": 2}))
