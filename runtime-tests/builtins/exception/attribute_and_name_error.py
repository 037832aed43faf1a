# AttributeError.name/obj and NameError.name.
class A: pass
a = A()
try: a.nope
except AttributeError as e: print(e.name, e.obj is a, e)
try: len.nope
except AttributeError as e: print(e.name, e.obj is len)
try: undefined_name
except NameError as e: print(e.name, e)
def f():
    x
    x = 1
try: f()
except UnboundLocalError as e: print(e.name, e)
e = AttributeError("m", name="n", obj=5); print(e, e.name, e.obj, e.args)
e = NameError("m", name="n"); print(e, e.name, AttributeError().name, NameError().name)
for g in (lambda: AttributeError(nam=1), lambda: NameError(obj=1), lambda: getattr(a, "q")):
    try: g()
    except Exception as x: print(type(x).__name__, x)
import pickle
e = pickle.loads(pickle.dumps(AttributeError("m", name="n", obj=[1]))); print(e.name, e.obj, e.args)
try: A.klass
except AttributeError as e: print(e.name, e.obj is A)
import sys
try: sys.nope
except AttributeError as e: print(e.name, e.obj is sys)
