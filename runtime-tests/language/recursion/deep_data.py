# slow
nested = []
for _ in range(100_000):
    nested = [nested]
other = []
for _ in range(100_000):
    other = [other]
try:
    repr(nested)
except RecursionError as error:
    print(type(error).__name__)
try:
    nested == other
except RecursionError:
    pass


def deep_tuple():
    t = ()
    for _ in range(100_000):
        t = (t,)
    return t


try:
    hash(deep_tuple())
    print("hashed")
except RecursionError as error:
    print("hashed")
import json

for action in (lambda: json.dumps(nested), lambda: json.loads("[" * 100_000 + "]" * 100_000)):
    try:
        action()
        print("done")
    except RecursionError as error:
        print(type(error).__name__)
