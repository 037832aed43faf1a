# The three forms of maketrans.
print(str.maketrans("ab", "xy"), str.maketrans("ab", "xy", "cd"), str.maketrans({"a": 1, 98: "y", "c": None}), str.maketrans({}), str.maketrans("aa", "xy"))
for args in (("ab", "x"), ("ab",), ({"ab": 1},), ({1.5: 1},), ("a", "b", 1), ("a", 1), (1, "a"), (), ("a", "b", "c", "d"), ({"": 1},), ([("a", 1)],)):
    try: print(str.maketrans(*args))
    except Exception as e: print(type(e).__name__, e)
