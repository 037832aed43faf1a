def f(x):
    for y in x:
        try:
            if y:
                return x
            break
        finally:
            x = close()
