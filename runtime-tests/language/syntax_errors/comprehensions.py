from _report import show

show(
    "[*x for x in y]",
    "(*x for x in y)",
    "[a, b for a, b in c]",
    "{a, b for a, b in c}",
    "[a, for a in b]",
    "[a, b, c for a in b]",
    "[x for x in]",
    "[x for in y]",
    "[x for x]",
    "[for x in y]",
    "[x for x in y if]",
    "[x async for x in y]",
    "[await x for x in y]",
    "(yield for x in y)",
    "[(yield) for x in y]",
    "{(yield from a) for x in y}",
    "[x for x in *y]",
    "[x for x in lambda: y]",
    "[x for x in y, z]",
    "[x for *a in y]",
)
