# Indexing, slices, iteration and comparison of strings.
s = "aé€\U0001f600z"
print(len(s), s[0], s[-1], s[1:3], s[::-1], s[::2], s[5:], s[-100:100], s[3:1], s[3:1:-1], list(s))
print("a" < "b", "a" < "B", "é" > "z", "" < "a", "abc" < "abd", "ab" < "abc", "\uffff" < "\U00010000", "a" == "a\0", max("hello"), min("hello"), sorted("banana"))
print("ab" * 3, 0 * "ab", "ab" * -1, True * "x", "a" "b" + "c", "abc".__contains__("b"), "abc".__getitem__(slice(1, None)))
for f in (lambda: s[5], lambda: s[-6], lambda: s["a"], lambda: s[1.0], lambda: s[::0], lambda: "a" * 1.5, lambda: "a" + 1, lambda: "a" < 1, lambda: "a" * "b", lambda: s.__setitem__, lambda: s[None:"x"]):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
try: s[0] = "x"
except TypeError as e: print(e)
try: del s[0]
except TypeError as e: print(e)
class I:
    def __index__(self): return 2
print(s[I()], s[I():], s[:I()])
