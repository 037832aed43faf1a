log = []


def note(x):
    log.append(x)
    return x


print(note(1) if note(True) else note(2), log)
log.clear()
print(note(1) if note(0) else note(2), log)
print(1 if [] else 2 if "" else 3, (1 if 1 else 2) if 0 else 4)
print((lambda: 1 if 0 else 2)(), [x if x % 2 else -x for x in range(4)], {1 if 1 else 2: 3 if 0 else 4})
print("a" if 1 < 2 < 3 else "b", not 1 if 0 else not 0, -1 if 1 else +1)
x = 5 if None is None else 6
print(x, (yield_ := 3) if True else 4)
print(*[1, 2] if x else [3])
