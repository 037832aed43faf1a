def f():
    try:
        g()
    except* ValueError as e:
        h(e)
