# slow
import functools
from typing import Generic, TypeVar

T = TypeVar("T")
U = TypeVar("U", bound=int)


class Box(Generic[T, U]):
    pass


class Stack[K, *Ts, **P]:
    def push[V: int](self, item: K, other: V = 1) -> V: ...


type Alias[Q] = dict[str, Q]
print(Box[int, bool], Box[int, T], Box.__parameters__, Box[str, int].__args__, Box.__orig_bases__)
print(Stack.__type_params__, Stack.push.__type_params__, Stack.__type_params__[0].__module__)
print(Alias, Alias[int], Alias.__value__, Alias.__type_params__, Alias[int].__args__)
for bad in ["Box[int]", "Generic[int]", "Box[1, 2, 3]"]:
    try:
        eval(bad)
    except TypeError as error:
        print(error)


@functools.singledispatch
def show(x):
    return "object"


@show.register
def _(x: int):
    return "int"


@show.register
def _(x: list | tuple):
    return "sequence"


print(show(1), show([]), show(()), show(""), show.dispatch(bool) is show.dispatch(int))
