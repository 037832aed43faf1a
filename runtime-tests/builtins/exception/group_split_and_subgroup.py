# split, subgroup and derive keep structure and metadata.
eg = ExceptionGroup("a", [ValueError(1), ExceptionGroup("b", [TypeError(2), ValueError(3)]), KeyError(4)])
eg.add_note("note"); eg.__cause__ = OSError("cause")
m, r = eg.split(ValueError); print(repr(m)); print(repr(r)); print(m.__notes__, r.__cause__, m.__notes__ is eg.__notes__)
print(eg.split((TypeError, KeyError))[0], eg.split(OSError)[0], eg.split(Exception)[0] is eg, eg.split(Exception)[1], eg.subgroup(lambda e: isinstance(e, KeyError)), eg.subgroup(lambda e: "b" in str(e)), eg.subgroup(OSError))
for v in (5, "x", [ValueError], (ValueError, 5), None):
    try: print(eg.split(v))
    except TypeError as e: print(e)
class G(ExceptionGroup):
    def derive(self, excs): return G("derived", excs)
g = G("m", [ValueError(1), TypeError(2)]); print(repr(g.split(ValueError)))
class H(ExceptionGroup): pass
print([type(p).__name__ for p in H("h", [ValueError(1), TypeError(2)]).split(ValueError)], repr(eg.derive([KeyError(9)])))
class Bad(ExceptionGroup):
    def derive(self, excs): return 5
try: Bad("m", [ValueError(1), TypeError(2)]).split(ValueError)
except TypeError as e: print(e)
