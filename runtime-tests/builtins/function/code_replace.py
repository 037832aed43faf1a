# code.replace and equality.
def f(a, b=1): return a, b
c = f.__code__.replace(co_name="renamed", co_filename="other.py", co_firstlineno=100); print(c.co_name, c.co_filename, c.co_firstlineno, c == f.__code__, f.__code__.replace() == f.__code__)
f.__code__ = c; print(f(1), f.__name__, f.__code__.co_qualname)
import copy
print(copy.replace(c, co_name="again").co_name, c.replace(co_consts=c.co_consts) == c, c.replace(co_qualname="Q").co_qualname)
for kw in ({"co_name": 5}, {"foo": 1}, {"co_argcount": "a"}, {"co_consts": [1]}, {"co_filename": None}, {"co_flags": None}, {"co_argcount": -1}):
    try: c.replace(**kw); print("ok", kw)
    except Exception as e: print(type(e).__name__, e)
