from __future__ import annotations
x: dict[str, int | None]
def f(a: -1 ** (b or c), b: 'q' = 1): pass
