import sys

for args in (), (3,), ("message",), (True,), ([1, 2],), (-1,), (1.5,):
    try:
        sys.exit(*args)
    except SystemExit as error:
        print(args, repr(error.code), error.args, repr(error))
error = SystemExit(1, 2)
print(error.code, SystemExit().code, SystemExit("x").code, SystemExit.__mro__[1].__name__)
try:
    sys.exit(1, 2)
except TypeError as problem:
    print(problem)
