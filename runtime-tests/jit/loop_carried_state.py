# Many live variables of several types through a loop whose exit is taken late.
def simulate(n):
    a, b, c, d = 0, 1.0, "", []
    e = (1, 2)
    flag = False
    for i in range(n):
        a += i & 3
        b = b * 1.0001 + a * 1e-6
        if i % 1000 == 0:
            c += str(i) + ","
            d.append(a)
        e = e[1], e[0]
        flag = not flag
        if i == n - 1:
            return a, b, c, d, e, flag
print(simulate(5000), simulate(1), simulate(0))
def fib_mod(n, m):
    a, b = 0, 1
    for _ in range(n):
        a, b = b, (a + b) % m
    return a
print(fib_mod(10000, 10 ** 9 + 7), fib_mod(90, 2 ** 80))
def matrix(n):
    m = [[(i * j) % 7 for j in range(n)] for i in range(n)]
    out = [[0] * n for _ in range(n)]
    for i in range(n):
        for j in range(n):
            s = 0
            for k in range(n):
                s += m[i][k] * m[k][j]
            out[i][j] = s
    return sum(map(sum, out)), out[3][:5]
print(matrix(20))
def bubble(values):
    n = len(values)
    swaps = 0
    for i in range(n):
        for j in range(n - 1 - i):
            if values[j] > values[j + 1]:
                values[j], values[j + 1] = values[j + 1], values[j]
                swaps += 1
    return swaps, values[:4]
print(bubble([(n * 37) % 101 for n in range(80)]), bubble(list("hello")))
