from _report import show

show(
    "(a, b): int",
    "[a, b]: int = 1",
    "a, b: int",
    "f(): int",
    "1: int",
    "'x': int = 3",
    "(a): int = 1",
    "a.b: int",
    "a[0]: int = 2",
    "*a: int",
    "lambda: 0: int",
    "x: int = yield",
    "((a, b)): int",
)
