# slow
import ast

SOURCES = [
    "def f(a, /, b: int=1, *c, d, e=2, **g) -> int:\n    'doc'\n    return a if b else (yield c)",
    "@deco\nclass C[T: int](B, metaclass=M):\n    x: int = 1\n    async def m(self):\n        await x",
    "try:\n    pass\nexcept* (A, B) as e:\n    raise X from e\nelse:\n    pass\nfinally:\n    pass",
    "with a as b, c:\n    while not x:\n        break\n    else:\n        continue",
    "for a, b in c:\n    del a[1:2, ::3]",
    "x = f'{a!r:>{w}} {{}} {b=}'",
    "match x:\n    case [1, *r] | {'a': C(z=None), **q} if r:\n        pass",
    "a = [x for x in y if z] + {k: v for k, v in w} - {1, 2} @ (lambda *a: a)",
    "a <= b != c not in d is not e and (f or g)",
    "from .. import a as b\nimport c.d\nglobal q\nnonlocal r",
    "x = -1 ** 2 + (-1) ** 2, (1,), 1e400, 1j, b'\\x00', '\\n\"\\''",
    "type A[*Ts, **P] = int",
    "print(*a, **b, c=(yield))",
    "(a := 1)\nx @= y; x //= z\nassert a, b",
]
for source in SOURCES:
    text = ast.unparse(ast.parse(source))
    print(text)
    print("--", ast.unparse(ast.parse(text)) == text)
