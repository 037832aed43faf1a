from _report import show

show(
    "f() += 1",
    "(a, b) += 1",
    "[a] -= 1",
    "1 *= 2",
    "None /= 2",
    "x + y **= 2",
    "{} |= 1",
    "'a' += 'b'",
    "f'{a}' += 'b'",
    "*a += 1",
    "a, b += 1",
    "(lambda: 0) += 1",
    "__debug__ += 1",
)
