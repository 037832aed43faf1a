# Subscripts in range, negative, and beyond both ends, in hot code.
def pick(values, index):
    return values[index]
data = list(range(10))
total = 0
for i in range(5000):
    total += pick(data, i % 10)
    total += pick(data, -(i % 10) - 1)
print(total)
for index in (10, -11, 2 ** 70):
    try:
        pick(data, index)
    except IndexError as error:
        print(error)
def scan(values):
    i = 0
    total = 0
    try:
        while True:
            total += values[i]
            i += 1
    except IndexError as error:
        return total, i, str(error)
print(scan(list(range(5000))), scan([]), scan((1, 2)))
def store(values, index, value):
    values[index] = value
for i in range(4000):
    store(data, i % 10, i)
    store(data, -1, -i)
print(data)
for index in (10, -11):
    try:
        store(data, index, 0)
    except IndexError as error:
        print(error)
print(pick("hello", 1), pick((1, 2), -1), pick({3: "d"}, 3), pick(data, True), pick(range(5), 2))
try:
    pick(data, 1.0)
except TypeError as error:
    print(error)
def shrink(values):
    n = 0
    while values:
        values.pop()
        n += 1
    return n
print(shrink(list(range(3000))))
