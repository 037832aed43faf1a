from __future__ import annotations


def f(a: int | None, *args: undefined[1:2, ...], b: "quoted" = 3) -> lambda x: x + 1: ...


class C:
    a: list[int]
    b: f"{1}" + 'x'
    c: not a or b and -1 ** 2


x: dict[str, (int, float)] = {}
print(f.__annotations__)
print(C.__annotations__)
print(__annotations__)
print(annotations.compiler_flag == 0x1000000, annotations.getMandatoryRelease())
