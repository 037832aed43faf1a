try:
    raise ExceptionGroup("g", [ValueError(1), TypeError(2)])
except* ValueError as e:
    print(e.exceptions)
except* TypeError as e:
    print(e.exceptions)
try:
    e
except NameError as error:
    print(error)


def f():
    try:
        raise ExceptionGroup("g", [ValueError(1)])
    except* ValueError as e:
        del e
    try:
        return e
    except UnboundLocalError as error:
        return str(error)


print(f())
import sys

try:
    raise ExceptionGroup("g", [ValueError(1)])
except* ValueError:
    print(repr(sys.exception()))
print(sys.exception())
