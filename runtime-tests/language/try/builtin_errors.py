# What the core raises, and its message.
class Obj: pass
def local():
    print(later)
    later = 1
acts = [lambda: [1][5], lambda: {}["k"], lambda: None.x, lambda: Obj().x, lambda: 1 + "a", lambda: "a" + 1, lambda: [] + {}, lambda: -"a", lambda: int("z"),
        lambda: undefined, local, lambda: (1, 2)[3], lambda: "abc"[9], lambda: next(iter([])), lambda: iter(5), lambda: len(5), lambda: 5[0], lambda: None[0],
        lambda: [1, 2]["x"], lambda: {}.x, lambda: (lambda a: a)(1, 2), lambda: int([]), lambda: float("q"), lambda: list(5), lambda: 3 in 5, lambda: abs("x"),
        lambda: chr(-1), lambda: ord("ab"), lambda: "x".join([1]), lambda: isinstance(1, 5), lambda: sum(["a"]), lambda: max([]), lambda: range(0, 1, 0),
        lambda: [*5], lambda: {**5}, lambda: round("x"), lambda: sorted([1, None]), lambda: divmod(1, 0), lambda: getattr(1, "x"), lambda: str.upper(5), lambda: 1 @ 2]
for act in acts:
    try:
        act()
        print("nothing raised")
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
