# Shifts of small and big ints, by small and big counts.
for n in (1, -1, 5, -5, 2 ** 61, -2 ** 61, 2 ** 62 - 1, 2 ** 70 + 1, -2 ** 70 - 1):
    print(n << 1, n << 2, n << 63, n >> 1, n >> 2, n >> 61, n >> 62, n >> 63, n >> 64, n >> 1000)
print(0 << 10 ** 6, 1 << 100 >> 98)
for count in (-1, -100):
    for act in (lambda: 1 << count, lambda: 1 >> count):
        try:
            act()
        except ValueError as error:
            print(error)
