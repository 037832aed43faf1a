from _report import show

show(
    "x = 1 if 2",
    "x = 1 if 2 else",
    "x = 1 if 2 else pass",
    "x = pass if 2 else 3",
    "x = continue if 2 else 3",
    "f(1 if 2)",
    "f(1 if 2, 3)",
    "x = 1 if else 2",
    "x = if 1 else 2",
    "[1 if 2]",
    "[x for x in y if z else w]",
    "[x if y for x in z]",
    "lambda: 1 if 2",
)
