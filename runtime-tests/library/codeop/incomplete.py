# Which sources codeop takes for incomplete.
import codeop
for s in ["if x:", "if x:\n  y", "if x:\n  y\n", "(1,", "'''abc", "x = [", "try:\n  pass", "try:\n  pass\n", "class A:", "@dec", "@dec\n","if 1:\n  a\nelse:", "a = \\", "for", "1 +", "def f(a,", "x = 'abc", "", "# c", "  ", "for x in y: pass","for x in y: pass\n","with a:\n# c","f(","}", "if x: (", "a b", "def f(:", "def f():\n  return (", "match x:", "match x:\n  case 1:", "async def f():", "lambda:", "x = (\n1,\n", "while 1:\n  pass\nelse", "f'''{a", "f'{a'", "if 1:\n  if 2:", "import", "print(1))", "1\n2", "x=1;", "if 1: pass\nelse: pass", "try: pass\nexcept:", "raise = 2", "def x():\n\n pass\n", "def x():\n pass\n\n"]:
    try: r=codeop.compile_command(s)
    except Exception as e: print(repr(s), type(e).__name__, e)
    else: print(repr(s), 'None' if r is None else 'code')
