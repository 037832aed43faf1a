# slow
import functools
import inspect


def f(a, /, b: int, *args, c=3, d: "str" = "x", **kwargs) -> list[int]: ...


class C:
    def __init__(self, x, y=1): ...
    def method(self, q): ...
    @classmethod
    def make(cls, z): ...
    @staticmethod
    def static(w=None): ...


for thing in [f, C, C.method, C(1).method, C.make, C.static, functools.partial(f, 1, c=4), lambda *, k: k]:
    print(inspect.signature(thing))
signature = inspect.signature(f)
for parameter in signature.parameters.values():
    print(parameter.name, parameter.kind.name, parameter.default is inspect.Parameter.empty, parameter.annotation)
bound = signature.bind(1, 2, 3, 4, e=5)
bound.apply_defaults()
print(bound.args, bound.kwargs, bound.arguments)
for args in [(), (1,)]:
    try:
        signature.bind(*args)
    except TypeError as error:
        print(error)
print(signature.replace(return_annotation=int), inspect.getfullargspec(f))


@functools.wraps(f)
def wrapper(*args): ...


print(inspect.signature(wrapper), inspect.unwrap(wrapper) is f)
