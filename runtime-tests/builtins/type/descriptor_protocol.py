# Data descriptors beat instances; others do not.
class Data:
    def __get__(self, o, t=None): return ("data", o is None, t.__name__)
    def __set__(self, o, v): o.__dict__["log"] = v
    def __delete__(self, o): o.__dict__["log"] = "deleted"
class Non:
    def __get__(self, o, t=None): return "non"
class OnlySet:
    def __set__(self, o, v): raise AttributeError("read only here")
class NoDel:
    def __get__(self, o, t=None): return 1
    def __set__(self, o, v): pass
class A: d = Data(); n = Non(); s = OnlySet(); nd = NoDel()
a = A(); a.__dict__.update(d="inst d", n="inst n", s="inst s"); print(a.d, a.n, a.s, A.d, A.n, type(A.s).__name__); a.d = 5; print(a.log); del a.d; print(a.log)
for f in (lambda: setattr(a, "s", 1), lambda: delattr(a, "nd"), lambda: delattr(a, "s")):
    try: f()
    except AttributeError as e: print(e)
class Raises:
    def __get__(self, o, t=None): raise AttributeError("from get")
class G:
    r = Raises()
    def __getattr__(self, n): return "fallback " + n
print(G().r, G().zzz)
import inspect
for o in (int.real, str.upper, str.__add__, dict.__dict__["fromkeys"], len, type.__dict__["__doc__"]): print(type(o).__name__, inspect.isdatadescriptor(o), inspect.ismethoddescriptor(o))
