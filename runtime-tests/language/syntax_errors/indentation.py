from _report import show

show(
    "  x = 1\n",
    "x = 1\n  y = 2\n",
    "if x:\n    a\n  b\n",
    "if x:\n    a\n      b\n",
    "if x:\n\ta\n        b\n",
    "if x:\n        a\n\tb\n",
    "if x:\n  a\n \tb\n",
    "def f():\n    if x:\n        a\n   b\n",
    "class C:\n    x = 1\n     y = 2\n",
    "for x in y:\n  pass\n else:\n  pass\n",
    "\n\n   \n  a\n",
    "x = 1;\n  y\n",
    "(a\n  )\n  b\n",
    "if 1:\n" + "".join(" " * n + "if 1:\n" for n in range(1, 101)) + " " * 101 + "pass\n",
)
