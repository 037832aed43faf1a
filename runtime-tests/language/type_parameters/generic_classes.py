from typing import Generic, TypeVar


class Box[T]:
    def get(self) -> T: ...

    def put[U: T](self, other: U) -> list[T]: ...


print(Box.__bases__, Box.__orig_bases__, Box.__parameters__)
print(Box[int], Box[int].__args__, Box.__mro__)
print(Box[int]().__class__, Box[int]().__orig_class__)
print(Box.put.__type_params__, Box.get.__annotations__)


class Sub[K, V](dict[K, V], Box[K]): ...


print(Sub.__bases__, Sub.__orig_bases__, Sub[str, int])
for index in [(int, str), ()]:
    try:
        print(Box[index])
    except TypeError as error:
        print(error)
try:

    class Bad[T](Generic[T]): ...

except TypeError as error:
    print(error)
T = TypeVar("T")
try:

    class Worse[U](list[T]): ...

    print(Worse.__parameters__)
except TypeError as error:
    print(error)
