# Format specs of strings and of other objects.
for spec in ("", "s", "5", "<5s", ">5", "^5", "*^5", ".2", "5.1", "05", "<05", "é^6", "{<4", ".0"):
    print(f"[{'abc':{spec}}]")
for spec in ("d", "+", " ", "=5", ",", "_", "#", ".x", "5.", "z", "0=5", "-5"):
    try: print(spec, f"[{'abc':{spec}}]")
    except ValueError as e: print(e)
for v in (None, [], {}, object, b"x", (1,), print):
    print(type(v).__name__, len(f"{v}") > 0, format(v) == str(v))
    try: f"{v:5}"
    except TypeError as e: print(e)
try: format("a", 5)
except TypeError as e: print(e)
class A:
    def __str__(self): return "A!"
print(f"{A()}", format(A(), ""), f"{A()!s:>4}", format(3), format(True, "d"), format(1.5, "s") if False else "")
