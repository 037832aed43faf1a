# Objects that are no managers, and hooks that raise.
class E:
    def __enter__(self): return 1
class X:
    def __exit__(self, *a): return True
class Both(E, X): pass
class Raises:
    def __enter__(self): return self
    def __exit__(self, kind, value, tb):
        raise RuntimeError("in exit")
class OnInstance: pass
on_instance = OnInstance()
on_instance.__enter__ = on_instance.__exit__ = lambda *a: print("never")
for m in [5, E(), X(), Both(), on_instance, None]:
    try:
        with m as got:
            print("in", got)
            raise ValueError("x")
    except (TypeError, AttributeError) as e:
        print(type(e).__name__, e)
try:
    with Raises():
        raise ValueError("body")
except RuntimeError as e:
    print(e, repr(e.__context__))
