match = case = type = _ = 1
print(match, case, type, _)
match.real, case.imag
type(lambda: 0) if callable(type) else print("type is an int")


def f(match, case, type, _=2):
    match, case = case, match
    return match + case + type + _


print(f(1, 2, 3), f(match=1, case=2, type=3))


class case:
    match = 1
    type = 2


print(case.match, case.type)
match = lambda case: case * 2
print(match(3))
match (3)
type = print
type ("called")
for match in range(2): print(match)
match = {1: "one"}
print(match [1])
case: int = 3
print(case)
