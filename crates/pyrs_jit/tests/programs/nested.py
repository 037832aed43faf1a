def f(n):
    t = 0.0
    for i in range(n):
        for j in range(i, n):
            for k in range(3):
                t += 1.0 / ((i + j) * (i + j + 1) // 2 + i + 1)
                if k == 1 and j % 5 == 0:
                    break
            else:
                t -= 0.25
    return t
def main():
    return f(150)
