def f[T: later, U: (int, missing), *Ts, **P](x: T) -> U: ...


T, U, Ts, P = f.__type_params__
print(T.__name__, U.__name__, Ts, P)
try:
    T.__bound__
except NameError as error:
    print(error)
later = int
print(T.__bound__, T.__constraints__)
try:
    U.__constraints__
except NameError as error:
    print(error)
missing = str
print(U.__constraints__, U.__bound__)
print(T.__infer_variance__, T.__covariant__, T.__contravariant__)
print(f.__annotations__)
