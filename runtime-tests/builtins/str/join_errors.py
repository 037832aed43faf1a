# join of iterables of all kinds and its errors.
print("".join([]), "-".join("abc"), "-".join(x for x in "xyz"), ", ".join({"k": 1}), "é".join(["a", "€"]), "x".join(["only"]), "".join(("a", "b")))
class S(str): pass
r = "-".join([S("z")])
print(type(r).__name__, type("".join([S("q"), S("r")])).__name__)
for v in (1, ["a", 1], ["a", b"b"], [None], ("a", "b", 2.5), None, (x for x in (1,))):
    try: print("-".join(v))
    except TypeError as e: print(e)
def g():
    yield "a"
    raise KeyError("inner")
try: "".join(g())
except KeyError as e: print(repr(e))
