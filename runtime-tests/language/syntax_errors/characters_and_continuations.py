from _report import show

show(
    "a $ b",
    "a ? b",
    "a ! b",
    "x = \u201cabc\u201d",
    "a \u2212 b",
    "a\u00a0= 1",
    "a = \u20ac",
    "\u0000",
    "a \\ b",
    "a \\",
    "a = 1 \\\n",
    "\\",
    "a = \\\n\n",
    "x\u200b = 1",
    "a <> b",
    "a =! b",
    "a => b",
    "a ++",
    "a === b",
    "a &&b",
)
