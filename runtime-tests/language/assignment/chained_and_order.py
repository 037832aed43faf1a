log = []


class Box:
    def __setattr__(self, name, value):
        log.append((name, value))


def box(name):
    log.append(name)
    return Box()


box("one").x = box("two").y = log.append("value") or 5
print(log)
log.clear()
d = {}
d[log.append("key") or 1], d[log.append("key2") or 2] = log.append("right") or (1, 2)
print(log, d)
a = b = c = []
a.append(1)
print(b, c is a)
a, b = b, c = (1, 2), (3, 4)
print(a, b, c)
x = y = z = iter("abc")
print(next(x), next(y), next(z))
i = [0]
i[i[0]], i = 5, i
print(i)
v: int = w if (w := 3) else 4
print(v, w)
