# Line breaks that splitlines knows.
s = "a\nb\rc\r\nd\ve\ff\x1cg\x1dh\x1ei\x85j\u2028k\u2029l\n"
print(s.splitlines())
print(s.splitlines(True))
print("".splitlines(), "\n".splitlines(), "\n\n".splitlines(keepends=True), "a\n\r".splitlines(), "x".splitlines(keepends=1))
for f in (lambda: "a".splitlines("a") , lambda: "a".splitlines(1, 2), lambda: "a".splitlines(foo=1)):
    try: print(f())
    except TypeError as e: print(e)
