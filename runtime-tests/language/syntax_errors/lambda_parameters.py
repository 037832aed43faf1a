from _report import show

show(
    "lambda a, b=1, c: 0",
    "lambda /, a: 0",
    "lambda a, /, b, /: 0",
    "lambda a, *, b, /: 0",
    "lambda *: 0",
    "lambda *,: 0",
    "lambda *, **k: 0",
    "lambda *a, *b: 0",
    "lambda **k, a: 0",
    "lambda *a=1: 0",
    "lambda **k=1: 0",
    "lambda (a, b): 0",
    "lambda a, (b): 0",
    "lambda a=: 0",
    "lambda a, a: 0",
    "lambda a: int: 0",
    "lambda a:",
    "lambda: (yield)",
)
