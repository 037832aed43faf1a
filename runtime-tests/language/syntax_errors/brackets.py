from _report import show

show(
    "(",
    "[1, 2",
    "{1: 2,\nx = 1\n",
    "f(a,\n  b\ng()\n",
    ")",
    "(]",
    "[1, 2)",
    "{1: (2}\n",
    "(\n\n]",
    "f(a]\n",
    "x = (1 +\n",
    "x = [\n    1,\n    2\n",
    "foo(\n  bar(\n",
    "(" * 201 + ")" * 201,
    "a = 'b'\n)\n",
)
