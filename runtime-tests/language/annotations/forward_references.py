# Names in annotations may be defined later, and see the class they are in.
class Node:
    next: Node | None
    kind: Kind
    Kind = str
    def link(self, other: Node) -> list[Node]: return [other]
print(Node.__annotations__, Node.link.__annotations__)
def outer():
    T = int
    class In:
        a: T
        b: In
    def f(x: T, y: Later) -> In: pass
    Later = float
    return In, f
In, f = outer()
print(sorted(In.__annotations__), In.__annotations__["a"], f.__annotations__["y"])
class Sub(Node): extra: int
print(Sub.__annotations__, type("Made", (), {}).__annotations__, "__annotations__" in Sub.__dict__)
if True:
    cond: int = 1
else:
    never: str = 2
print(__annotations__ if "__annotations__" in globals() else "none")
class Cond:
    if True: a: int
    else: b: str
    for i in range(2): c: float
print(Cond.__annotations__)
