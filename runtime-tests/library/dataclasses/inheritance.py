# slow
import dataclasses
from dataclasses import KW_ONLY, InitVar, dataclass, field, make_dataclass
from typing import ClassVar


@dataclass
class Base:
    a: int
    count: ClassVar[int] = 0
    seed: InitVar[int] = 1
    total: int = field(init=False, default=0)

    def __post_init__(self, seed):
        self.total = self.a + seed


@dataclass
class Derived(Base):
    b: str = "b"
    _: KW_ONLY
    c: bool = False


print(Base(1), Derived(1, 2, "x", c=True))
Made = make_dataclass("Made", [("x", int), "y", ("z", int, 3)])
print(Made(1, 2), [f.name for f in dataclasses.fields(Made)])
for bad in ["x: list = []", "a: int = 1\n    b: int"]:
    try:
        exec(f"@dataclass\nclass Bad:\n    {bad}\n")
    except (ValueError, TypeError) as error:
        print(error)
