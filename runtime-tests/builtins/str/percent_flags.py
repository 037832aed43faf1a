# Flags, widths and precisions of % formatting.
print("%5d|%-5d|%05d|%+d|% d|%+5d|%-+5d|%05.2f|%.0f|%#x|%#o|%X|%#X|%5.3d|%.3x|%08.3d" % (42, 42, 42, 42, 42, 42, 42, 3.14159, 2.5, 255, 8, 255, 255, 7, 10, 5))
print("%s|%10s|%-10s|%.2s|%5.1s|%r|%a|%c|%c|%%" % ("abc", "abc", "abc", "abc", "abc", "é", "é", 8364, "x"))
print("%(a)05d %(b)-5s| %(a)+d" % {"a": 3, "b": "x"}, "%*d|%-*d|%.*f" % (5, 1, 5, 2, 2, 3.14159), "%e %E %g %G %#g %.3g" % (12345.678, 0.00012, 1e10, 1e-10, 1.0, 1234567))
print("%d %d %i %u" % (True, 10**30, -5, 7), "%x %X %o" % (-255, -255, -8), "%s" % None, "%s %s" % ((1,), [2]), "%f %F" % (float("inf"), float("nan")), "%05d|%5s" % (-3, True), "%c" % "é")
class F:
    def __float__(self): return 1.5
class I:
    def __index__(self): return 11
class N:
    def __int__(self): return 12
print("%f" % F(), "%x" % I(), "%d" % N())
try: "%x" % N()
except TypeError as e: print(e)
