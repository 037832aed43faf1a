def deep(n):
    return deep(n + 1) + 1
def main():
    c = 0
    for i in range(300):
        try:
            deep(0)
        except RecursionError:
            c += 1
    return c
