# Every in-place operator, on names, attributes and items.
n = 10
n += 5; n -= 3; n *= 4; n //= 5; n %= 7; n **= 3; n <<= 2; n >>= 1; n |= 9; n &= 29; n ^= 4
print(n)
f = 7.0
f /= 2; f += 1; f **= 2; f //= 3; f %= 4
print(f)
s = "a"
s += "b"; s *= 3
print(s)
class Obj:
    count = 0
o = Obj()
o.count += 1
o.count += 1
print(o.count, Obj.count)
table = {"k": [1]}
table["k"] += [2]
table["k"][0] *= 10
table["n"] = table.get("n", 0) + 1
table["n"] += 1
print(table)
log = []
def target():
    log.append("target")
    return [1, 2]
def index():
    log.append("index")
    return 0
def value():
    log.append("value")
    return 5
target()[index()] += value()
print(log)
class Acc:
    def __init__(self): self.seen = []
    def __iadd__(self, other):
        self.seen.append(other)
        return self
a = Acc()
a += 1
a += "x"
print(a.seen)
b = (1,)
c = b
b += (2,)
print(b, c)
t = {1}
u = t
t |= {2}
print(u is t, sorted(u))
