# Hot calls with defaults, keywords, *args and **kwargs; wrong calls from hot code.
def f(a, b=2, *, c=3):
    return a * 100 + b * 10 + c
def g(*args, **kwargs):
    return len(args) + sum(kwargs.values())
def run(n):
    total = 0
    for i in range(n):
        total += f(1) + f(1, 5) + f(1, c=7) + f(b=1, a=2) + g(i, i) + g(k=1, *(1, 2)) + f(*(1, 2), **{"c": 4})
    return total
print(run(1500))
def forward(*args, **kwargs):
    return f(*args, **kwargs)
def drive(n):
    out = 0
    for i in range(n):
        out += forward(i % 3, c=i % 2)
    return out
print(drive(3000))
def call(function, n, *args):
    for _ in range(n):
        result = function(*args)
    return result
print(call(f, 2000, 1), call(f, 5, 1, 2), call(lambda x, y=4: x + y, 2000, 1))
f.__defaults__ = (9,)
print(call(f, 10, 1), run(1))
for bad in ((), (1, 2, 3)):
    try:
        call(f, 5, *bad)
    except TypeError as error:
        print(error)
def shared(x, seen=[]):
    seen.append(x)
    return len(seen)
print(call(shared, 2000, 1))
