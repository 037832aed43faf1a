def lst(n):
    a = [0] * n
    for i in range(n):
        a[i] = i
    t = 0
    for v in a:
        t += v
    a[-1] = 5
    for i in range(n):
        t += a[i] - a[-1 - i]
    (x, y), z = (1, a[2]), 3
    return t + a[-1] + x + y + z
def main():
    r = 0
    for k in range(2000):
        r += lst(50)
    return r
