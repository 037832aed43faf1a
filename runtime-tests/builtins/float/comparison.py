# Floats against floats, ints and bools.
values = [-1.5, -1, 0, 0.0, 0.5, 1, True, 1.5, 2 ** 53, 2.0 ** 53, 2 ** 53 + 1]
for a in values:
    print("".join("<" if a < b else ">" if a > b else "=" for b in values))
print(1 < 1.5 <= 1.5 < 2, sorted([3, 1.5, 2, True, -0.5]))
try:
    1.5 < None
except TypeError as error:
    print(error)
