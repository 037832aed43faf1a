# Sequence patterns with and without a star.
def what(v):
    match v:
        case []:
            return "empty"
        case [x]:
            return f"one {x!r}"
        case [1, 2]:
            return "one-two"
        case (x, y) if x == y:
            return f"twins {x!r}"
        case [0, *rest]:
            return f"zero then {rest!r}"
        case [*init, 9]:
            return f"{init!r} then nine"
        case [a, *_, b]:
            return f"{a!r}..{b!r}"
        case _:
            return "not a sequence"
for v in [[], (), [5], (1, 2), [3, 3], (0, 1, 2), [1, 2, 9], range(4), "ab", b"ab", bytearray(b"ab"), {1, 2}, {1: 2}, None, iter([1]), memoryview(b"xyz"), ["", ""]]:
    print(type(v).__name__, what(v))
