from _report import show

show(
    "print(a b)",
    "[1, 2 3]",
    "{1: 2 3: 4}",
    "f(a, b c, d)",
    "x = (1 'a')",
    "a b",
    "(a, b c)\n",
    "[x for x in y z]",
    "f(\n    a\n    b\n)\n",
    "(print x)",
    "d[1 2]",
    "{a b}",
    "[_ b]",
    "(type x)",
    "f(1, x y if z else w)",
)
