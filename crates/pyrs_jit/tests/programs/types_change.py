def f(a, b):
    return a + b
class C:
    k = 1
    def m(self):
        return self.k
def main():
    t = 0
    for i in range(3000):
        t += f(i, 1)
    u = 0.0
    for i in range(3000):
        u += f(i * 0.5, 1)
    s = ""
    for i in range(300):
        s = f(s, "x")
    c = C()
    for i in range(3000):
        t += c.m()
        if i == 1500:
            C.k = 10
        if i == 2500:
            c.k = 100
    return t, u, s, globals_change()
G = 1
def get():
    return G
def globals_change():
    global G
    t = 0
    for i in range(4000):
        t += get()
        if i % 1000 == 999:
            G = i
    return t
