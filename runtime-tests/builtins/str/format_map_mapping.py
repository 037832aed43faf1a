# format_map with a mapping that has __missing__.
class D(dict):
    def __missing__(self, k): return f"<{k}>"
print("{a} {b!r} {c:>5}".format_map(D(a=1)), "{0}".format_map({"0": "zero"}) if False else "", "{x.real} {y[0]}".format_map({"x": 5, "y": "ab"}))
for m in (5, [1], {}):
    try: print("{a}".format_map(m))
    except Exception as e: print(type(e).__name__, e)
try: "{}".format_map({"": 1})
except ValueError as e: print(e)
try: "{a}".format_map({"a": 1}, 2)
except TypeError as e: print(e)
