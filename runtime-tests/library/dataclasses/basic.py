# slow
from dataclasses import FrozenInstanceError, asdict, astuple, dataclass, field, fields, is_dataclass, replace


@dataclass(order=True)
class Point:
    x: int
    y: int = 0
    tags: list = field(default_factory=list, compare=False, repr=False)


print(Point(1), Point(1, 2) < Point(1, 3), Point(1) == Point(1, 0, [1]))
print([(f.name, f.type) for f in fields(Point)], is_dataclass(Point))
print(asdict(Point(1, 2, ["a"])), astuple(Point(3)), replace(Point(1), y=5))
print(Point.__match_args__, Point.__hash__)
try:
    Point()
except TypeError as error:
    print(error)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    name: str
    size: float = 1.5

    def __post_init__(self):
        print("post", self.name)


item = Frozen(name="a")
print(item, hash(item) == hash(Frozen(name="a")), Frozen.__slots__)
try:
    item.name = "b"
except FrozenInstanceError as error:
    print(error)
