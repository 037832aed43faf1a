def make(k):
    def inner(x):
        nonlocal k
        k += 1
        return x * k
    return inner
def main():
    f = make(3)
    t = 0
    for i in range(5000):
        t += f(i) % 1000
    g = [make(j) for j in range(5)]
    for i in range(3000):
        for h in g:
            t += h(i) % 7
    return t
