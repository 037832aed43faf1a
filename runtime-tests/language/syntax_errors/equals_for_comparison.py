from _report import show

show(
    "if x = 3: pass",
    "while x.y = 3: pass",
    "print(x.y = 3)",
    "if a[0] = 1:\n    pass\n",
    "f(1) = 2",
    "a + b = c",
    "(x = 1)",
    "[x = 1]",
    "1 = x",
    "not a = b",
    "f(x=1 for x in y)",
    "assert a = b",
    "if (a, b) = c: pass",
    "x = f() = 2",
    "a < b = c",
)
