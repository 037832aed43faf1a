def f(x):
    try:
        g(x)
    except ValueError as e:
        print(e)
    except (A, B):
        raise
    else:
        x = 2
    return x
