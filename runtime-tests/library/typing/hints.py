# slow
from typing import *


class C:
    a: int
    b: "list[C]"
    c: Optional[str] = None
    d: ClassVar[int] = 1

    def m(self, x: "int", y: Annotated[str, 3] = "") -> "C": ...


print(get_type_hints(C), get_type_hints(C.m), get_type_hints(C.m, include_extras=True))
for hint in [Optional[int], Union[int, str, None], Callable[[int], str], Callable[..., Any], Literal[1, "a"],
             Dict[str, List[int]], Tuple[int, ...], Annotated[int, 1], type[int]]:
    print(hint, get_origin(hint), get_args(hint))


class Movie(TypedDict, total=False):
    name: Required[str]
    year: int


print(Movie(name="x"), sorted(Movie.__required_keys__), sorted(Movie.__optional_keys__), Movie.__total__)


class Pair(NamedTuple):
    x: int
    y: str = "z"


print(Pair(1), Pair._field_defaults, Pair.__annotations__)


@runtime_checkable
class Measured(Protocol):
    def __len__(self) -> int: ...


print(isinstance([], Measured), isinstance(3, Measured), cast(int, "x"))
UserId = NewType("UserId", int)
print(UserId(3), UserId.__name__, UserId.__supertype__)


@overload
def f(x: int) -> int: ...
@overload
def f(x: str) -> str: ...
def f(x): return x


print(len(get_overloads(f)), is_typeddict(Movie))
