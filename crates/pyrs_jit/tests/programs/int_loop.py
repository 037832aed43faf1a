def f(n):
    s = 0
    i = 0
    while i < n:
        s += i * 2 - i // 3 + i % 7
        i += 1
    return s
def main():
    return f(300000)
