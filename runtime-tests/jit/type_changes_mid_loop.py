# A variable changes its type while the loop is hot: int, float, str, None, list.
def walk(n):
    value = 0
    log = []
    for i in range(n):
        if i == 3000:
            value = float(value)
        if i == 4000:
            log.append(value)
            value = "s"
        if i == 4500:
            log.append(len(value))
            value = [0]
        if i < 4000:
            value = value + 1
        elif i < 4500:
            value = value + "x"
        else:
            value = value + [i]
    return log, len(value), type(value).__name__
print(walk(5000))
def add(a, b):
    return a + b
for pair in [(1, 2)] * 3000 + [(1.5, 2)] * 3000 + [("a", "b"), ([1], [2]), ((1,), (2,)), (2 ** 70, 1), (True, True)]:
    result = add(*pair)
    if not isinstance(result, float) and result != 3 or result == 2:
        print(result)
try:
    add(1, None)
except TypeError as error:
    print(error)
print(add(1, 2), add(1.5, 2))
def optional(values):
    total = 0
    for v in values:
        if v is None:
            total += 1
        else:
            total += v
    return total
print(optional([5] * 4000 + [None, 2.5, None] * 3))
