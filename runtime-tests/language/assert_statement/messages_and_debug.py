def attempt(source, optimize=-1):
    try:
        exec(compile(source, "s", "exec", optimize=optimize))
        print("passed")
    except AssertionError as error:
        print(repr(error), error.args)


attempt("assert 1")
attempt("assert 0")
attempt("assert 0, 'message'")
attempt("assert 0, ('a', 'tuple')")
attempt("assert [], {}")
attempt("assert 0, ValueError('inner')")
attempt("assert 0, None")
attempt("assert 0", optimize=1)
attempt("assert 1 / 0", optimize=1)
print(__debug__, eval(compile("__debug__", "s", "eval", optimize=1)))
print(eval(compile("'yes' if __debug__ else 'no'", "s", "eval", optimize=2)))
exec(compile("def f():\n    'doc'\nprint(f.__doc__)", "s", "exec", optimize=2))
exec(compile("def f():\n    'doc'\nprint(f.__doc__)", "s", "exec", optimize=1))
AssertionError = ValueError
try:
    assert False, "the builtin class"
except Exception as error:
    print(type(error).__mro__[1].__name__)
log = []
assert True, log.append("not evaluated")
print(log)
