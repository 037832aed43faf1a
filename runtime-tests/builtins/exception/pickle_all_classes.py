# Every built-in exception class survives pickling and copying.
import pickle, copy, builtins
for name, cls in sorted(vars(builtins).items()):
    if not (isinstance(cls, type) and issubclass(cls, BaseException)) or issubclass(cls, (BaseExceptionGroup, UnicodeError)): continue
    e = cls("text"); e.extra = 1
    for p in (0, 2, 5):
        c = pickle.loads(pickle.dumps(e, p)); print(c.args, getattr(c, "extra", "lost"), end=" ")
    print(name, repr(copy.copy(e)), e.__reduce__()[1:])
