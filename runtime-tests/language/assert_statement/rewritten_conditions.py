log = []


def note(x):
    log.append(x)
    return x


assert note(1) and note(2)
assert note(0) or note(3)
assert not note(0)
assert 1 < note(2) < 3, note("unused")
print(log)
for source in (
    "assert [] == [1], [1, 2]",
    "assert not 1, f'{1 + 1}'",
    "assert (lambda: 0)()",
    "assert None is not None, None",
    "assert all(x for x in [1, 0]), 'all'",
):
    try:
        exec(source)
    except AssertionError as error:
        print(repr(error))
try:
    assert False, 1 / 0
except ZeroDivisionError as error:
    print(type(error).__name__, error.__context__)
