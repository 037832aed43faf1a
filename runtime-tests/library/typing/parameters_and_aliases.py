from _typing import Generic, NoDefault, ParamSpec, ParamSpecArgs, TypeAliasType, TypeVar, TypeVarTuple, Union, _idfunc


def show(f, *args, **kwargs):
    try:
        print(repr(f(*args, **kwargs)))
    except Exception as error:
        print(type(error).__name__, error)


print(TypeVar, ParamSpec, TypeVarTuple, TypeAliasType, Generic, Union, NoDefault, _idfunc(3), TypeAliasType.__module__)
print(type(NoDefault)() is NoDefault)
show(type(NoDefault), 1)
T = TypeVar("T")
print(T, T.__name__, T.__constraints__, T.__bound__, T.__default__, T.has_default(), T.__module__, T.__covariant__, T.__reduce__())
show(TypeVar)
show(TypeVar, 5)
show(TypeVar, "T", other=1)
show(TypeVar, "T", covariant=True)
show(TypeVar, "T", contravariant=True)
show(TypeVar, "T", infer_variance=True)
show(TypeVar, "T", covariant=True, contravariant=True)
show(TypeVar, "T", covariant=True, infer_variance=True)
show(T.__mro_entries__, ())
show(lambda: TypeVar("T", default=int).__default__)
show(lambda: TypeVar("T", default=int).has_default())
print(T.evaluate_bound, T.evaluate_constraints, T.evaluate_default, TypeVar("D", default=str).evaluate_default(1))
P = ParamSpec("P")
print(P, P.args, P.kwargs, P.args.__origin__ is P, P.args == P.args, P.args == P.kwargs, P.__default__, P.__name__)
show(P.__mro_entries__, ())
show(P.args.__mro_entries__, ())
show(ParamSpecArgs, 5)
Ts = TypeVarTuple("Ts")
print(Ts, Ts.__name__, Ts.has_default(), Ts.__default__)
show(Ts.__typing_subst__, int)
show(TypeVarTuple, "Ts", 1)


class Box[A, *B]:
    def method[C](self, value: C) -> C:
        return value

    print(A, B)


print(Box.method.__type_params__, Box().method(3))


def function[K: int, L: (str, bytes), M = list[int]](x):
    return x


K, L, M = function.__type_params__
print(function.__type_params__, K.__bound__, L.__constraints__, M.__default__, K.__infer_variance__, M.has_default(), K.has_default(), K.__default__)
print(K.evaluate_bound(1), L.evaluate_constraints(1), M.evaluate_default(1), function(7))

type Simple = int | str
type Pair[X, Y] = tuple[X, Y]
type Recursive = list[Recursive] | int
type Wrong = undefined_name
print(Simple, Simple.__value__, Simple.__type_params__, Simple.__parameters__, Simple.__name__, Simple.__module__)
print(Pair, Pair.__value__, Pair.__type_params__, Pair[int, str], Recursive.__value__)
show(lambda: Wrong.__value__)
show(lambda: Simple[int])
alias = TypeAliasType("Named", list[T], type_params=(T,))
print(alias, alias.__value__, alias[int], alias.__parameters__, alias.__module__, alias.evaluate_value(1), alias.__reduce__())
show(TypeAliasType, 1, int)
show(TypeAliasType, "A")
show(TypeAliasType, "A", int, type_params=[])
show(TypeAliasType, "A", int, type_params=(1,))
show(TypeAliasType, "A", int, type_params=(TypeVar("Q", default=int), T))
print(int | T, T | int, Simple | None)
