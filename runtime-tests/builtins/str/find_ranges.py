# find, index, count, startswith and endswith with bounds.
s = "abcabcabc"
print(s.find("c"), s.find("c", 3), s.find("c", 3, 5), s.find("", 9), s.find("", 10), s.rfind("a"), s.rfind("a", 0, 6), s.rfind(""), s.rfind("", 0, 4), s.find("a", -3), s.find("abc", -100, 100), s.find("x"))
print(s.index("b", 2), s.rindex("b", None, -2), s.count("abc"), s.count(""), s.count("", 3), s.count("", 10), s.count("a", 1, -1), "aaaa".count("aa"), s.count("b", None, None))
print(s.startswith("abc"), s.startswith("bc", 1), s.startswith("", 9), s.startswith("", 10), s.startswith(("x", "ab")), s.endswith("bc", 0, 3), s.endswith(("x",)), s.startswith(()), s.endswith("", 5, 3))
for f in (lambda: s.index("x"), lambda: s.rindex("x"), lambda: s.find(1), lambda: s.find(), lambda: s.find("a", "b"), lambda: s.count(None), lambda: s.startswith(1), lambda: s.endswith(["a"]), lambda: s.startswith(("a", 1)), lambda: s.endswith((1,)), lambda: s.find("a", 1.5), lambda: s.index("a", 1, 2, 3)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
