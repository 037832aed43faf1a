from _report import show

show(
    "if x:\npass\n",
    "if x:\n    pass\nelif y:\npass\n",
    "if x:\n    pass\nelse:\npass\n",
    "while x:\n",
    "for a in b:\n\n\npass",
    "with a:\npass",
    "try:\npass\n",
    "try:\n    pass\nexcept E:\npass\n",
    "try:\n    pass\nexcept* E:\npass\n",
    "try:\n    pass\nfinally:\npass\n",
    "def f():\n# a comment\n",
    "def f():\n    def g():\n    pass\n",
    "class C:\nx = 1\n",
    "match x:\ncase 1: pass\n",
    "match x:\n    case 1:\n    pass\n",
)
