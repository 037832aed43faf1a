class P:
    def __init__(self, x, y):
        self.x = x
        self.y = y
    def add(self, o):
        return P(self.x + o.x, self.y + o.y)
class Q(P):
    def add(self, o):
        return Q(self.x + o.y, self.y + o.x)
def h(n):
    p = P(0, 0)
    q = P(1, 2)
    for i in range(n):
        p = p.add(q)
        if i % 1000 == 999:
            q = Q(i, 1)
    return p.x, p.y
def main():
    return h(50000)
