class Count:
    def __init__(self, n):
        self.n = n
    def __iter__(self):
        return self
    def __next__(self):
        if self.n <= 0:
            raise StopIteration
        self.n -= 1
        return self.n
def gen(n):
    i = 0
    while i < n:
        yield i
        i += 1
def total(items):
    t = 0
    for x in items:
        t += x
    return t
def pairs(n):
    t = 0
    for a, (b, c) in ((1, (2, 3)), (4, (5, 6))):
        for k in range(n):
            t += a * b - c
    return t
def main():
    t = 0
    for i in range(400):
        t += total(Count(5)) + total(gen(4)) + total((1, 2, i)) + total([3, i]) + total(range(i % 10))
        t += pairs(3)
    return t
