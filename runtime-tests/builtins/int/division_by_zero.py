# Every way to divide by zero.
for act in (lambda: 1 // 0, lambda: 1 % 0, lambda: 1 / 0, lambda: divmod(1, 0), lambda: 2 ** 80 // 0,
            lambda: 2 ** 80 % 0, lambda: 1.0 / 0, lambda: 1.0 // 0, lambda: 1.0 % 0, lambda: divmod(1.0, 0.0)):
    try:
        act()
    except ZeroDivisionError as error:
        print(error)
