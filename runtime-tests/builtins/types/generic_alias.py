# types.GenericAlias.
import types
a = list[int]; d = dict[str, list[int]]
print(a, d, a.__origin__, a.__args__, d.__parameters__, a == list[int], hash(a) == hash(list[int]), a != list[str], a(), a([1]), type(a).__name__, isinstance(a, type), tuple[int, ...], tuple[()], list[None], type[int], a.__name__, a.append is list.append, a.__mro_entries__(()), a.__class__, repr(list["x"]), list[list], [*tuple[int]][0], a.__unpacked__)
from typing import TypeVar
T = TypeVar("T"); g = dict[T, list[T]]; print(g, g[int], g.__parameters__, list[T][str], list[int].__doc__ == list.__doc__)
for f in (lambda: a[int], lambda: g[int, str], lambda: isinstance([], a), lambda: issubclass(list, a), lambda: types.GenericAlias(), lambda: types.GenericAlias(list), lambda: int[int], lambda: a.nope, lambda: setattr(a, "x", 1), lambda: list[int]().nope, lambda: a < a, lambda: types.GenericAlias(list, int, x=1)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
class C(list[int]): pass
print(C.__bases__, C.__orig_bases__, types.GenericAlias(5, (1, 2)), types.GenericAlias(list, ()), list[int] | None, types.get_original_bases(C))
import pickle, copy
print(pickle.loads(pickle.dumps(d)) == d, copy.deepcopy(a) == a, a.__reduce__()[0].__name__, dir(a) == dir(list) if False else "", {a: 1}[list[int]])
