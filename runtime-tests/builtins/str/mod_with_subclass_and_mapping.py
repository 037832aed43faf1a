# % on subclasses, mappings and tuples.
class S(str):
    def __mod__(self, other): return "S.mod"
    def __rmod__(self, other): return "S.rmod"
class M:
    def __getitem__(self, k): return k * 2
class R:
    def __str__(self): return "R.str"
    def __rmod__(self, other): return "R.rmod " + other
print(S("%s") % 1, "%s" % S("a"), "%(ab)s" % M(), "%s" % R(), "%(a)s" % {"a": (1, 2)}, "%(a(b))s" % {"a(b)": 3}, "%s %%" % 5)
class T(tuple): pass
print("%s-%s" % T((1, 2)), "%()s" % {"": "empty"})
