# split, subgroup and derive keep the shape of a group.
class MyGroup(ExceptionGroup):
    def derive(self, excs):
        return MyGroup("derived " + self.message, excs)
g = MyGroup("top", [ValueError(1), ExceptionGroup("in", [TypeError(2), ValueError(3)]), OSError(4)])
g.add_note("n")
match, rest = g.split(ValueError)
print(repr(match), repr(rest), match.__notes__, rest.__notes__)
print(g.subgroup(KeyError), g.split(KeyError)[0])
print(repr(g.subgroup(lambda e: isinstance(e, TypeError))))
print(g.subgroup(MyGroup) is g, g.split((TypeError, OSError)))
for bad in (lambda: ExceptionGroup("m", []), lambda: ExceptionGroup("m", 5), lambda: ExceptionGroup("m", [5]), lambda: ExceptionGroup("m"), lambda: ExceptionGroup("m", [KeyboardInterrupt()]), lambda: ExceptionGroup(1, [ValueError()]), lambda: g.split(5), lambda: ExceptionGroup("m", [ValueError])):
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)
print(type(BaseExceptionGroup("b", [ValueError()])).__name__, type(BaseExceptionGroup("b", [KeyboardInterrupt()])).__name__)
print(str(g), g.message, g.args == ("top", [*g.exceptions]))
