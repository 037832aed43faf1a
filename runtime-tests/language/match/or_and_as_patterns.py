def f(x):
    match x:
        case (1 | 2) as n:
            return "number", n
        case ["a" | "b" as first, *_] as whole:
            return first, whole
        case {"k": (int() | str()) as v} | {"j": v}:
            return "value", v
        case [x, y] | (x, y, _):
            return x, y
        case None | True | False as single:
            return "single", single
        case (str() as s) as t:
            return s, t


for value in 1, 2, ["b", 1], {"k": 3}, {"k": 2.0, "j": 4}, {"j": []}, [7, 8], (7, 8, 9), None, True, "text", 1.0, 5:
    print(f(value))
