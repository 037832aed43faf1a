from _report import show

show(
    "for f() in x: pass",
    "for 1 in x: pass",
    "for a, b() in x: pass",
    "for x y in z: pass",
    "for x in: pass",
    "for x: pass",
    "for x not in y: pass",
    "for a < b in c: pass",
    "[x for f() in y]",
    "[x for x, 1 in y]",
    "[x for x y in z]",
    "with a as f(): pass",
    "with a as 1, b as c: pass",
    "with (a as b, c as 'd'): pass",
    "with a as x + y: pass",
    "async def f():\n    async for 1 in x: pass\n",
)
