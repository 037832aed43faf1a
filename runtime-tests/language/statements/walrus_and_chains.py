# Assignment expressions, chained comparison, conditional expressions, evaluation order.
log = []
def note(value):
    log.append(value)
    return value
print(note(1) < note(2) < note(3), log)
log.clear()
print(note(5) < note(2) < note(3), log)
print(1 < 2 == 2 != 3 >= 3 in [3], 1 == 1 is not None, (n := 10) > 5, n)
values = [3, 8, 1]
if (biggest := max(values)) > 5:
    print("big", biggest)
data = iter([1, 2, 0, 4])
while (item := next(data)):
    print(item, end=" ")
print()
log.clear()
result = note(1) + note(2) * note(3) - note(4)
print(result, log)
log.clear()
d = {note("a"): note("b")}
note([0, 0])[note(1)] = note("v")
print(log)
log.clear()
def f(*a, **k): return a, k
print(f(note(1), *[note(2)], k=note(3), **{"z": note(4)}), log)
print("yes" if n > 5 else "no", (1 if False else 2) + 3, [1, 2][n > 5], "a" if 0 else "b" if 0 else "c")
log.clear()
print((note(0) or note("") or note("x")) and note("y"), log, not note(None))
x = [1, 2, 3]
i = 0
i = x[i] = 2
print(x, i)
x += [4]
x[0] += 10
print(x)
