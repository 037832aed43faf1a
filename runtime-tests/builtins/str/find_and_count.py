# Searching with bounds.
s = "abcabcabc"
print(s.find("c"), s.find("c", 3), s.find("c", -2), s.find("c", 0, 2), s.rfind("a"), s.rfind("a", 0, -3), s.find(""), s.rfind(""), s.find("", 9), s.find("", 10), s.find("x"))
print(s.count("abc"), s.count(""), s.count("a", 1), "aaaa".count("aa"), "".count(""), s.count("", 5, 4), "é€é".count("é"), s.find("a", None, None))
print(s.index("b", 2), s.rindex("b"), "x" in s, "" in s, "ca" in s, "é" in s, "\U0001f600a".find("a"))
for f in (lambda: s.index("x"), lambda: s.rindex("ab", 7, 8), lambda: 5 in s, lambda: s.find(5), lambda: s.find("a", "b"), lambda: s.count(None), lambda: s.find()):
    try: print(f())
    except (TypeError, ValueError) as e: print(type(e).__name__, e)
