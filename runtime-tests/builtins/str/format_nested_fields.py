# Nested replacement fields, attributes, items, conversions.
class P:
    x = [1, {"k": "v"}]
    def __format__(self, spec): return f"P<{spec}>"
    def __repr__(self): return "P()"
p = P()
print("{0.x[1][k]} {0:{1}{2}} {0!r:>5} {p:{w}.{d}} {{}} {0!s}|{1:{2}}".format(p, "a", "3", p=p, w=5, d=2))
print("{:{}}|{:>{w}}".format("x", 4, "y", w=3), "{[0]}{[1]}".format("ab", "cd"), "{.real}".format(3), "{!a}".format("é"), "{0[-1]}".format({"-1": "neg"}), "{:%Y}".format(p))
print("{0:{0}}".format(5), "{:,}".format(10**9), "{:=^{n}}".format("mid", n=9), "{0[a b]} {0[]]}".format({"a b": 1, "]": 2}) if False else "", "{a}{a!r}".format(a="q"))
