fs = [lambda: i for i in range(3)]
gs = [lambda i=i: i for i in range(3)]
print([f() for f in fs], [g() for g in gs])
hs = []
for n in range(3):
    def h(m=n):
        return n, m
    hs.append(h)
print([h() for h in hs])
n = 10
print(hs[0]())


def make():
    fs = []
    for k in range(3):
        fs.append(lambda: k)
    k = "after"
    return [f() for f in fs]


print(make(), (lambda x: (lambda: x))(5)(), [(lambda: (yield v))() is not None for v in range(1)])


class C:
    fs = [lambda self, v=v: v for v in range(2)]
    f0 = fs[0]


print(C().f0())
