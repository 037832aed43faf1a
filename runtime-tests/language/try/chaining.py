# Implicit context, explicit cause, suppression.
def show(error):
    print(repr(error), repr(error.__cause__), repr(error.__context__), error.__suppress_context__)
try:
    try:
        1 / 0
    except ZeroDivisionError:
        {}["missing"]
except KeyError as error:
    show(error)
try:
    try:
        1 / 0
    except ZeroDivisionError as first:
        raise ValueError("explicit") from first
except ValueError as error:
    show(error)
try:
    try:
        1 / 0
    except ZeroDivisionError:
        raise ValueError("alone") from None
except ValueError as error:
    show(error)
try:
    raise ValueError from TypeError("made")
except ValueError as error:
    show(error)
def deep():
    try:
        raise KeyError("a")
    except KeyError:
        try:
            raise IndexError("b")
        except IndexError:
            raise RuntimeError("c")
try:
    deep()
except RuntimeError as error:
    show(error)
    show(error.__context__)
    show(error.__context__.__context__)
try:
    raise ValueError from 5
except TypeError as error:
    print(error)
