def inner(n):
    return 10 // n
def outer(n):
    t = 0
    while n > -5:
        t += inner(n)
        n -= 1
    return t
def main():
    return outer(5000)
