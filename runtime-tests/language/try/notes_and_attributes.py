error = ValueError("v")
print(hasattr(error, "__notes__"))
error.add_note("one")
error.add_note("two")
print(error.__notes__)
try:
    error.add_note(3)
except TypeError as problem:
    print(problem)
error.__notes__ = "not a list"
try:
    error.add_note("three")
except TypeError as problem:
    print(problem)
print(error.with_traceback(None) is error)
for wrong in 3, "x":
    try:
        error.with_traceback(wrong)
    except TypeError as problem:
        print(problem)
error.extra = 5
print(error.__dict__, error.args, error)
error.args = [1, 2]
print(error.args, str(error), repr(error))
error.args = ()
print(repr(str(error)), repr(error))
try:
    del error.args
except TypeError as problem:
    print(problem)
print(KeyError("x"), KeyError("x", "y"), KeyError(), BaseException(1, 2))
