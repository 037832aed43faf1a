# The text of every error that binding arguments can raise.
def p0(): pass
def p1(a): pass
def p2(a, b): pass
def p3(a, b, c): pass
def dflt(a, b=1): pass
def kwonly(*, k): pass
def kw2(a, *, k, l, m=1): pass
def posonly(a, b, /): pass
def mixed(a, /, b, *, c): pass
def posdef(a=1, /, **kw): return a, kw
class K:
    def m(self): pass
    def n(self, a): pass
calls = ["p0(1)", "p0(1, 2)", "p0(a=1)", "p1()", "p1(1, 2)", "p1(1, a=2)", "p1(b=1)", "p2()", "p2(1)", "p2(1, 2, 3)", "p3()", "p3(b=1)", "p3(1, 2, 3, 4, 5)", "dflt()", "dflt(1, 2, 3)", "kwonly()", "kwonly(1)", "kwonly(1, k=2)", "kw2()", "kw2(1)", "kw2(1, 2, k=1)", "kw2(1, 2)", "posonly(1)", "posonly(1, b=2)", "mixed(1)", "mixed(1, 2, 3)", "mixed(a=1, b=2, c=3)", "posdef(a=5)", "posdef(1, 2)", "K().m(1)", "K.m()", "K().n()", "K().n(1, 2)", "K().n(b=1)", "(lambda x: x)()", "p1(**{'a': 1, 'b': 2})", "p1(1, **{'a': 1})", "len()", "len(1, 2)", "len(x=1)", "[].append()", "[].append(1, 2)", "'a'.split(1, 2, 3)", "int('1', foo=2)", "dict(1, 2)", "{}.get()", "isinstance(1)", "[].sort(1)", "sorted()", "print(foo=1)", "ord()", "range()", "type(1, 2)", "p2(c=1)", "p1(aa=1)", "'x'.join()", "str.upper()", "min()", "zip(1)", "map(1)", "enumerate()", "getattr(1)", "open()", "super(1, 2, 3)", "abs(1, 2)", "divmod(1)", "pow(1)", "round()", "sum()", "chr()"]
for call in calls:
    try: print(call, "->", eval(call))
    except TypeError as e: print(call, "|", e)
