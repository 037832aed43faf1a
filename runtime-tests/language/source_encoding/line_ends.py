for end in "\n", "\r\n", "\r":
    space = {}
    exec(end.join(["x = 1", "if x:", "    y = '''a", "b'''", "z = 1 + \\", " 2", ""]), space)
    print(space["x"], repr(space["y"]), space["z"])
exec("a = 1\x0c\n\x0cb = 2\n")
print(a, b)
exec("c = 3 # no line end")
exec("if c:\n    d = 4")
print(c, d)
print(eval("  1 + 1  "), eval("\t2"), eval("(1,\n2)"), eval("3 # comment"), eval("4\n\n"))
exec("\n\n# only comments\n\n")
exec("")
exec("\\\nx = 5")
print(x)
