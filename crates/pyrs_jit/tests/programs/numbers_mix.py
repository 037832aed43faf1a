def mixed(a, b):
    return a + b, a - b, a * b, a < b, a == b, a // 3, a % 3
def zero(n):
    x = 0.0
    for i in range(n):
        x = x * 1.0 + 0.0
    return x
def division(n):
    t = 0
    for i in range(-n, n):
        t += i // 7 + i % 7 - i // -3 + i % -3 + i // 8 + i % 8
        if i:
            t += 100 // i + 100 % i
    return t
def shifts(n):
    t = 0
    for i in range(n):
        t ^= (i << (i % 70)) >> (i % 9)
        t = t & 0xffffffffffff | i
    return t
def wide(n):
    t = 4000000000000000000
    for i in range(n):
        t = t + 10000000000000000
        t = -t
    return t
def powers(n):
    t = 0.0
    for i in range(n):
        t += (i + 1.5) ** -1.5 + (i * 1.0) ** 2
    return t
def main():
    r = None
    t = 0
    for i in range(500):
        r = mixed(i, i * 0.5)
        r = mixed(i * 0.25, i)
        t += r[0]
    for i in range(300):
        r = mixed(i, 5)
    return r, t, zero(3000), division(2000), shifts(2000), wide(3000), powers(3000)
