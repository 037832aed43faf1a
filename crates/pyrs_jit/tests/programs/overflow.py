def big(n):
    s = 1
    for i in range(n):
        s = s * 3
    return s
def main():
    t = 0
    for i in range(300):
        t += big(i % 60)
    return t
