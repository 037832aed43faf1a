# Annotations are evaluated when asked for.
def f(x: later, y: int = 1) -> "str": pass
try: f.__annotations__
except NameError as e: print(e)
later = float; print(f.__annotations__, f.__annotate__(1) if f.__annotate__ else None); f.__annotations__["z"] = 1; print(f.__annotations__); f.__annotations__ = {"q": 2}; print(f.__annotations__, f.__annotate__); f.__annotations__ = None if False else {}; print(f.__annotations__)
def g(a: 1): pass
for n in (2, 3, 99):
    try: print(g.__annotate__(n))
    except NotImplementedError as e: print("NotImplementedError")
g.__annotate__ = lambda fmt: {"made": fmt}; print(g.__annotations__); g.__annotate__ = None; print(g.__annotations__)
for v in (5, "x"):
    try: g.__annotate__ = v
    except TypeError as e: print(e)
class C: x: int; y: "str" = 1
print(C.__annotations__, C.__annotate__(1)); C.__annotations__ = {"n": 0}; print(C.__annotations__); del C.__annotations__; print(C.__annotations__)
