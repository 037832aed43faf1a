# Names in several scripts, as variables, attributes and keywords.
café = 1; π = 3.14; 名前 = "n"; _ñ = 2; ﬁ = "ligature"
print(café, π, 名前, _ñ, fi, sorted(n for n in globals() if not n.isascii()))
class Ünï:
    def ж(self, ё=1): return ё
u = Ünï(); u.ｘ = 3
print(u.ж(), u.ж(ё=2), u.x, Ünï.__name__, Ünï.ж.__qualname__, getattr(u, "x"), hasattr(u, "ｘ"))
def f(**k): return sorted(k)
print(f(ａ=1, é=2), "é".isidentifier(), "²".isidentifier(), "a²".isidentifier(), "€".isidentifier())
for s in ("€ = 1", "a² = 1", "a\u200bb = 1", "“x”", "x – 1", "\u00a0x = 1", "a$b", "a?b", "`x`", "!x", "x = ¬1"):
    try: compile(s, "s", "exec"); print(ascii(s), "| fine")
    except SyntaxError as e: print(ascii(s), "|", ascii(e.msg))
