# Loops of module code: their variables are globals that functions and other code see and change.
total = 0
for i in range(5000):
    total += i & 7
print(i, total)


def read():
    return total + i


def write(value):
    global total
    total = value


seen = 0
for i in range(4000):
    total += 1
    if i % 1000 == 0:
        seen += read()
        write(total * 2)
print(i, total, seen)

values = []
for i in range(3000):
    if i == 1500:
        fresh = "a new global"
    if i == 2000:
        del seen
    if i == 2500:
        globals()["total"] = 0.5
    total = total + 1
    values.append(i)
print(total, fresh, len(values), "seen" in globals())

count = 0
while count < 5000:
    count += 1
    if count == 3000:
        count = 4000.5
print(count)

try:
    for i in range(3000):
        if i > 2500:
            missing
except NameError as error:
    print(i, error, error.__traceback__.tb_lineno)

for i in range(2000):
    try:
        if i % 500 == 499:
            raise ValueError(i)
    except ValueError as error:
        last = error.args
print(last)


class Body:
    acc = 0
    for k in range(3000):
        acc += k
    names = sorted(n for n in locals() if not n.startswith("_"))


print(Body.acc, Body.k, Body.names)

source = """
n = 0
for j in range(limit):
    n += step
"""
code = compile(source, "made", "exec")
for limit, step in [(3000, 1), (2500, 2), (10, 3), (3000, 0.5)]:
    space = {"limit": limit, "step": step}
    exec(code, space)
    print(space["n"], space["j"])
local = {}
exec(code, {"limit": 3000, "step": 4}, local)
exec(code, space)
exec(code, space, local)
print(space["n"], local["n"])
print(local)


def adder():
    return total


total = 0
result = 0
for i in range(4000):
    total = i
    result += adder()
print(result)

import sys
lines = set()
for i in range(3000):
    lines.add(sys._getframe().f_lineno)
print(len(lines), sys._getframe().f_code.co_name)

squares = {k: k * k for k in range(2000)}
nested = 0
for a in range(60):
    for b in range(60):
        if (a + b) % 7 == 0:
            continue
        nested += a * b
    else:
        nested -= 1
print(len(squares), nested, a, b)
