def g(n):
    x = 0.0
    y = 1.5
    for i in range(n):
        x += i * 0.5
        y = y * 0.99 + x / (i + 1)
    return x, y, -x, x > y
def main():
    return g(300000)
