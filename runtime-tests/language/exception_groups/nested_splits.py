inner = ExceptionGroup("inner", [TypeError(1), ValueError(2)])
outer = ExceptionGroup("outer", [inner, ValueError(3), OSError(4)])
outer.add_note("a note")
try:
    try:
        raise outer
    except* ValueError as values:
        print(repr(values), values.__notes__, values.__traceback__ is not None)
        print(values.exceptions[0].message)
    except* OSError as errors:
        print(repr(errors))
except ExceptionGroup as rest:
    print(repr(rest), rest.__notes__, rest.__context__)
match, rest = outer.split(lambda e: isinstance(e, TypeError))
print(repr(match), repr(rest))
print(outer.subgroup(KeyError), repr(outer.subgroup(lambda e: True)), outer.subgroup(lambda e: True) is outer)
print(repr(outer.derive([KeyError(1)])), outer.derive([KeyboardInterrupt()]).__class__)
