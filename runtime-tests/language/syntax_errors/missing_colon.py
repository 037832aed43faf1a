from _report import show

show(
    "if x\n    pass\n",
    "if x:\n    pass\nelif y\n    pass\n",
    "if x:\n    pass\nelse\n    pass\n",
    "while x\n    pass\n",
    "for a in b\n    pass\n",
    "with a as b\n    pass\n",
    "with (a as b, c as d)\n    pass\n",
    "try\n    pass\n",
    "try:\n    pass\nexcept E\n    pass\n",
    "try:\n    pass\nexcept E as e\n    pass\n",
    "try:\n    pass\nfinally\n    pass\n",
    "def f()\n    pass\n",
    "class C(B)\n    pass\n",
    "match x\n    case 1: pass\n",
    "match x:\n    case 1\n        pass\n",
    "async def f() -> int\n    pass\n",
)
