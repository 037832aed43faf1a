# Order and equality of small, big and mixed numbers.
values = [-2 ** 70, -2 ** 62, -1, 0, 1, 2 ** 62 - 1, 2 ** 62, 2 ** 70]
for a in values:
    print([a < b for b in values], [a == b for b in values], [a >= b for b in values])
print(1 < 2 < 3, 1 < 3 < 2, 1 == True, 0 == False, 2 ** 53 == float(2 ** 53), 2 ** 53 + 1 == float(2 ** 53))
print(10 ** 400 > 1e308, -10 ** 400 < -1e308, 10 ** 400 == float("inf"), 10 ** 400 < float("inf"))
print(hash(2 ** 61 - 1), hash(2 ** 61), hash(-1), hash(-2), hash(2 ** 61 + 5) == hash(6))
print(1 != 1.0, 3 != "3", 3 == "3", min(3, 2 ** 65, -1), max(3, 2 ** 65, -1))
try:
    1 < "2"
except TypeError as error:
    print(error)
