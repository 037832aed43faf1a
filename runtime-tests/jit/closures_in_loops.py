# Cells read and written in hot loops; functions made in loops.
def accumulate(n):
    total = 0
    def add(x):
        nonlocal total
        total += x
    for i in range(n):
        add(i)
    return total
print(accumulate(5000))
def adders(n):
    out = 0
    for i in range(n):
        f = lambda x: x + i
        out += f(1)
    return out
print(adders(3000))
def shared(n):
    value = 0
    def get(): return value
    def put(v):
        nonlocal value
        value = v
    seen = 0
    for i in range(n):
        put(get() + 1 if i < n // 2 else get() + 0.5)
        seen += get()
    return value, seen
print(shared(4000))
def make(k):
    def inner(n):
        total = 0
        for i in range(n):
            total += i * k
        return total
    return inner
for k in (2, 0.5, True):
    print(make(k)(3000))
def late(n):
    fs = [lambda: i for i in range(n)]
    return sum(f() for f in fs)
print(late(2000))
def unbound_cell(n):
    def read(): return x
    hits = 0
    for i in range(n):
        x = i
        hits += read()
        if i == n - 2:
            del x
            try:
                read()
            except NameError as error:
                print(error)
    return hits
print(unbound_cell(2000))
