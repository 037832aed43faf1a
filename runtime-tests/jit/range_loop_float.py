# Float arithmetic in hot loops, with int operands mixed in.
def integrate(n):
    step = 1.0 / n
    total = 0.0
    for i in range(n):
        x = (i + 0.5) * step
        total += 4.0 / (1.0 + x * x)
    return total * step
def decay(n):
    value, seen = 1e6, 0
    for i in range(n):
        value = value * 0.999 - 1 / (i + 1)
        if value < 1:
            value = value + 1000
            seen += 1
    return value, seen
def mixed(n):
    acc = 0
    for i in range(n):
        acc = acc + (i if i % 2 else i * 0.5)
    return acc
print(integrate(20000), decay(20000), mixed(5000), mixed(1), mixed(2))
def compare(n):
    less = equal = more = 0
    for i in range(n):
        x = i * 0.25
        if x < 100:
            less += 1
        elif x == 100.0:
            equal += 1
        elif x >= 100.25:
            more += 1
    return less, equal, more
print(compare(4000))
