# Exceptions that end a program go to sys.excepthook; those that cannot be raised to sys.unraisablehook.
from _run import show

show("-Sc", "import sys\nsys.excepthook = lambda *args: print('hook', args[0], args[1])\n1/0")
show("-Sc", "import sys\ndel sys.excepthook\n1/0")
show("-Sc", """
import sys
def hook(*args): raise ValueError('in hook')
sys.excepthook = hook
1/0""")
show("-Sc", """
import sys
def hook(*args): sys.exit(7)
sys.excepthook = hook
1/0""")
show("-Sc", """
import atexit, sys
print(hasattr(sys, 'last_exc'), sys.excepthook is sys.__excepthook__)
atexit.register(lambda: print(repr(sys.last_exc), sys.last_type, sys.last_traceback is not None))
1/0""")
show("-Sc", """
import sys, gc
class A:
    def __del__(self): raise ValueError('x') from KeyError('y')
def hook(args): print(type(args).__name__, args.exc_type, args.exc_value, args.object)
a = A()
sys.unraisablehook = hook
del a
gc.collect()
class Bad:
    def __repr__(self): return 'Bad()'
    def __call__(self, args): raise TypeError('bad hook')
sys.unraisablehook = sys.__unraisablehook__
try:
    sys.unraisablehook(5)
except TypeError as error:
    print(error)
sys.unraisablehook = Bad()
a = A()
del a
gc.collect()""")
show("-Sc", "import sys\nsys.displayhook = lambda value: print('shown', value)\nexec(compile('5', 'x', 'single'))")
