# Names declared wrongly are refused before anything runs.
sources = [
    "def f():\n    x = 1\n    global x\n",
    "def f():\n    print(x)\n    global x\n",
    "def f():\n    nonlocal x\n",
    "nonlocal x\n",
    "def f(x):\n    global x\n",
    "def f():\n    x = 1\n    def g(x):\n        nonlocal x\n",
    "def f():\n    global x\n    nonlocal x\n",
    "def f(a, a): pass\n",
    "class A:\n    def f():\n        nonlocal __class__\n",
    "def f():\n    x: int\n    global x\n",
    "return 1\n",
    "yield 1\n",
    "break\n",
    "continue\n",
    "def f():\n    await x\n",
    "[x := 1 for x in y]\n",
    "[i for i in (j := [1])]\n",
    "class A:\n    [a := 1 for b in c]\n",
]
for source in sources:
    try:
        compile(source, "source", "exec")
        print("fine")
    except SyntaxError as e:
        print(e.msg, e.lineno, e.offset)
