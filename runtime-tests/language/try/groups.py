# Exception groups and except*.
group = ExceptionGroup("many", [ValueError("v"), KeyError("k"), ExceptionGroup("nested", [TypeError("t"), ValueError("w")])])
print(repr(group), group.message, len(group.exceptions))
try:
    raise group
except* ValueError as caught:
    print("values", caught, [str(e) for e in caught.exceptions])
except* (KeyError, TypeError) as caught:
    print("others", repr(caught))
else:
    print("never")
finally:
    print("finally")
try:
    try:
        raise group
    except* TypeError:
        print("only type")
except ExceptionGroup as rest:
    print(repr(rest))
match_, rest = group.split(ValueError)
print(repr(match_), repr(rest), group.subgroup(OSError))
try:
    raise ValueError("single")
except* ValueError as caught:
    print(repr(caught))
try:
    raise ValueError("passes by")
except ValueError as caught:
    print(repr(caught))
