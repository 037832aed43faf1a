# The % operator.
print("%s %d %i" % ("a", 5, 6.9), "%5d|%-5d|%05d|%+d" % (42, 42, 42, 42), "%x %X %o %#x" % (255, 255, 8, 255))
print("%f %.2f %8.3f %e %g" % (1.5, 2.345, 3.14159, 12345.678, 0.0001), "%r %s %a" % ("q", "q", "é"), "%c%c" % (65, "b"))
print("%(a)s %(b)03d" % {"a": 1, "b": 2}, "100%%" % (), "%s" % (1, 2).__len__(), "%s" % [1, 2], "%*d|%.*f" % (5, 42, 2, 1.005))
print("%s and %s" % ("x", ("tuple",)), "%s" % None, "%10.3s|" % "abcdef", "%-6s|" % "ab", "%d" % 10 ** 25)
for act in (lambda: "%d" % "x", lambda: "%s %s" % (1,), lambda: "%s" % (1, 2), lambda: "%(k)s" % {}, lambda: "%y" % 1):
    try:
        act()
    except (TypeError, KeyError, ValueError) as error:
        print(type(error).__name__, error)
