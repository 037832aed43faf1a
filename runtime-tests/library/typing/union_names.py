# Names of types in unions become forward references, also where parameters are filled in.
from typing import Callable, Optional, TypeVar, Union

T = TypeVar("T")


def attempt(call):
    try:
        print(call())
    except TypeError as error:
        print("TypeError", error)


attempt(lambda: Union["A", int])
attempt(lambda: Union["A", list[T]][int])
attempt(lambda: Union[list[T], "A"][int])
attempt(lambda: Union[int, str] | "A")
attempt(lambda: "A" | Union[int, str])
attempt(lambda: int | "A")
attempt(lambda: Union[T, Callable[[], "A"], None, "B"][int])
attempt(lambda: (int | list[T])["Q"])
attempt(lambda: Union[T, int][Optional[str]])
attempt(lambda: Union["A", T].__parameters__)
