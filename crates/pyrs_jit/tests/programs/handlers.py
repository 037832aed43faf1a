def check(i):
    if i % 100 == 7:
        raise ValueError(i)
    return 1
def ex(n):
    c = 0
    for i in range(n):
        try:
            c += check(i)
        except ValueError as e:
            c += 1000
        finally:
            c += 2
    return c
def main():
    return ex(20000)
