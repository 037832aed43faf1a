# Concatenation, repetition and comparison errors.
for f in (lambda: "a" + 1, lambda: "a" + b"b", lambda: "a" + None, lambda: 1 + "a", lambda: "a" * "b", lambda: "a" * 1.5, lambda: "a" - "b", lambda: "a" < 1, lambda: "a" >= None, lambda: "a" in 1, lambda: 1 in "a", lambda: None in "a", lambda: "a" * (10**30), lambda: "ab" * (2**62), lambda: "a"[1], lambda: "a"[10**30], lambda: "a"[None:2.5]):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
print("ab" * 0 == "", "ab" * -1 == "", 3 * "ab", "ab" * True, "a" == b"a", "a" != 1, "a" < "b", "a" < "é" < "€" < "𝄞", "" in "", "" < "a")
try: "a"[0] = "b"
except TypeError as e: print(e)
try: del "a"[0]
except TypeError as e: print(e)
