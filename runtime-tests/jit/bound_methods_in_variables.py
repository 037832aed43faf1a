# Bound methods and functions kept in locals, lists and attributes.
def collect(n):
    out = []
    push = out.append
    for i in range(n):
        push(i * 2)
    return len(out), out[-1]
print(collect(5000))
class Acc:
    def __init__(self):
        self.total = 0
        self.hook = self.add
    def add(self, x):
        self.total += x
        return self
def drive(n):
    a, b = Acc(), Acc()
    add = a.add
    for i in range(n):
        add(i)
        b.hook(i).add(1)
        if i == n // 2:
            add = b.add
    return a.total, b.total
print(drive(4000))
table = [len, str, abs, lambda v: v]
def dispatch(values, n):
    out = []
    for i in range(n):
        out.append(table[i % 4](values[i % 4]))
    return out[-4:]
print(dispatch(["abc", 5, -7, None], 4000))
def bound_builtin(n):
    get = {"k": 1}.get
    join = ",".join
    total = 0
    for i in range(n):
        total += get("k") + get("z", 2) + len(join(("a", "b")))
    return total
print(bound_builtin(3000))
m = Acc().add
print(m.__self__.total, m(5) is m.__self__, m.__self__.total, m == m.__self__.add)
def unbound(n):
    a = Acc()
    for i in range(n):
        Acc.add(a, i)
    return a.total
print(unbound(3000))
