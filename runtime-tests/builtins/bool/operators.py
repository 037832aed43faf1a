# Logic operators of bool stay bool only between bools.
for r in (True & False, True | False, True ^ True, True & 1, True | 2, 1 ^ True, True + True, True * 3, -True, +True, True == 1, not 5):
    print(type(r).__name__, r)
print(True.__and__(False), True.__and__(3), True.__xor__("a"), True.__ror__(False), True.__rand__(6))
print(True < 2, False >= -1, max(True, 1), min(1, True), sum([True, True]), True // 2, True % 2, True ** False, [10, 20][True], "x" * True)
