x: int = 1
if x:
    y: str
def f(a: x, *, b: y = 2) -> None: ...
