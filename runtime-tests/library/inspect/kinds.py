# slow
import inspect


def f(): ...
def g(): yield
async def c(): ...


class A:
    x = 1
    def m(self): ...
    @property
    def p(self): ...


class B(A):
    pass


print([inspect.isfunction(f), inspect.ismethod(A().m), inspect.isbuiltin(len), inspect.isclass(A), inspect.ismodule(inspect)])
print([inspect.isgeneratorfunction(g), inspect.iscoroutinefunction(c), inspect.isroutine(len)])
print(inspect.getmro(B), inspect.isdatadescriptor(A.p), inspect.isgenerator(g()))
print([name for name, _ in inspect.getmembers(B, inspect.isfunction)])
print(inspect.getattr_static(B(), "p") is A.__dict__["p"], inspect.getmodule(f).__name__)
print(inspect.currentframe().f_code.co_name, inspect.cleandoc("  a\n    b\n    c"))


generator = g()
print(inspect.getgeneratorstate(generator))
next(generator)
print(inspect.getgeneratorstate(generator), inspect.getgeneratorlocals(generator))
