type A[T = int, *Ts = (str, bytes), **P = [int, str]] = T


T, Ts, P = A.__type_params__
print(T.__default__, Ts.__default__, P.__default__)
print(T.has_default(), Ts.has_default(), P.has_default())


def f[U, V = U, W: int = undefined](): ...


U, V, W = f.__type_params__
print(U.has_default(), V.__default__ is U)
try:
    W.__default__
except NameError as error:
    print(error)
undefined = bool
print(W.__default__, W.__bound__)
from typing import NoDefault

print(U.__default__ is NoDefault, NoDefault)


class B[*Ts = *tuple[int, str]]: ...


print(B.__type_params__[0].__default__)
