for source in (
    "[x for x in 5]",
    "[1 / x for x in [0]]",
    "{[]: x for x in [1]}",
    "{[] for x in [1]}",
    "[a for a, b in [(1, 2, 3)]]",
    "[x.y for x in [1]]",
    "[missing for x in [1]]",
    "dict(x for x in [1])",
    "sum(x for x in 'ab')",
    "[x for x in [1] if missing]",
):
    try:
        eval(source)
    except Exception as error:
        print(source, "->", type(error).__name__, error)
