# zip with strict names the argument that is short or long.
print(list(zip()), list(zip("ab")), list(zip("ab", [1])), list(zip("ab", "cd", strict=True)), list(zip(strict=True)))
for args in (("ab", "c"), ("a", "bc"), ("ab", "cd", "e"), ("a", "b", "cd"), ("abc", "ab", "a"), ("", "a"), ("a", "a", "a", "")):
    try: list(zip(*args, strict=True))
    except ValueError as e: print(e)
for f in (lambda: zip(5), lambda: zip("a", 5), lambda: zip("a", foo=1), lambda: zip("a", strict="yes") and "ok"):
    try: print(f())
    except TypeError as e: print(e)
import pickle
z = zip("ab", [1, 2]); next(z); print(list(pickle.loads(pickle.dumps(z))), z.__reduce__()[0].__name__)
z = zip("ab", [1], strict=True)
try: list(pickle.loads(pickle.dumps(z)))
except ValueError as e: print(e)
