# OSError pickles with its file names; fields can be assigned.
import pickle, copy
for e in (OSError(2, "m"), OSError(2, "m", "f"), OSError(2, "m", "f", None, "g"), PermissionError("only"), ConnectionError()):
    for p in (0, 2, 5):
        c = pickle.loads(pickle.dumps(e, p)); print(type(c).__name__, c, c.args, c.filename, c.filename2)
    print(type(c).__name__, c, copy.copy(e).args, e.__reduce__()[1:])
e = OSError(2, "m", "f"); e.errno = 5; e.strerror = "new"; e.filename = "g"; print(e, e.args); del e.filename; print(e.filename, e)
