# A builtin is shadowed by a global, and replaced in builtins.
import builtins
def measure(values, n):
    total = 0
    for i in range(n):
        total += len(values)
    return total
print(measure([1, 2, 3], 5000))
def shadow(n):
    global len
    total = 0
    for i in range(n):
        if i == 3000:
            len = lambda v: 100
        if i == 3010:
            del len
        total += len("ab")
    return total
print(shadow(5000), measure([1], 10))
def replaced(n):
    total = 0
    old = builtins.abs
    for i in range(n):
        if i == 3000:
            builtins.abs = lambda v: 7
        total += abs(-1)
    builtins.abs = old
    return total
print(replaced(5000), abs(-1))
def hidden_range(n):
    out = 0
    for i in range(n):
        out += i
    return out
print(hidden_range(3000))
range = lambda n: [n, n]
print(hidden_range(3000))
del range
print(hidden_range(3))
