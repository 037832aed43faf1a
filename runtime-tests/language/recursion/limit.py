# Deep recursion raises, and the program goes on.
import sys
def f(n): return f(n + 1)
class A:
    def __getattr__(self, n): return getattr(self, n + "x")
    def __repr__(self): return repr(self)
    def __eq__(self, o): return self == o
    def __add__(self, o): return self + o
    def __call__(self): return self()
    def __iter__(self): return iter(self)
    def __len__(self): return len(self)
    def __hash__(self): return hash(self)
a = A()
for g in (lambda: f(0), lambda: a.q, lambda: repr(a), lambda: a == 1, lambda: a + 1, lambda: a(), lambda: list(a), lambda: len(a), lambda: hash(a)):
    try: g(); print("no")
    except RecursionError as e: print(type(e).__name__, str(e)[:32])
old = sys.getrecursionlimit()
sys.setrecursionlimit(100)
def depth(n):
    try: return depth(n + 1)
    except RecursionError: return n
print(50 < depth(0) < 101)
sys.setrecursionlimit(old); print(old)
for bad in (0, -1, "x", 1.5):
    try: sys.setrecursionlimit(bad)
    except (TypeError, ValueError) as e: print(e)
def ok(n): return n and ok(n - 1)
print(ok(900))
