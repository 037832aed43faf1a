# Unions made with |.
import types, typing
u = int | str
print(u, type(u).__name__, u.__args__, u == str | int, hash(u) == hash(str | int), u == typing.Union[int, str], int | None, None | int, int | int, (int | str) | float, int | list[int], isinstance(1, u), isinstance(None, int | None), issubclass(bool, u), u.__parameters__, u.__origin__, types.UnionType is typing.Union, "x" | u if False else "", u.__name__, u.__module__)
for f in (lambda: int | 5, lambda: 5 | int, lambda: None | None, lambda: u < u, lambda: u(), lambda: isinstance(1, int | list[int]), lambda: u[int], lambda: setattr(u, "x", 1), lambda: types.UnionType(), lambda: issubclass(int, int | list[int]), lambda: (int | [])):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
T = typing.TypeVar("T"); print((list[T] | T)[int], (T | None).__parameters__, typing.Union[int], typing.Optional[int])
import pickle, copy
print(pickle.loads(pickle.dumps(u)) == u, copy.copy(u) == u, len({int | str, str | int}))
