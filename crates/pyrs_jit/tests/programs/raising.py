class E(Exception):
    pass
def thrower(i):
    if i == 2900:
        raise E(i)
    return i
def middle(i):
    return thrower(i) + 1
def catching(n):
    t = 0
    for i in range(n):
        try:
            t += middle(i)
        except E:
            t += 1000000
        else:
            t += 1
    return t
def main():
    t = catching(3000)
    for i in range(2895, 2905):
        t += middle(i)
    return t
