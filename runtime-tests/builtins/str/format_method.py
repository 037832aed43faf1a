# str.format and format().
print("{} {}".format(1, "a"), "{1} {0} {1}".format("x", "y"), "{a} {b}".format(a=1, b=2), "{0[1]} {1.real}".format([5, 6], 7))
print("{:>5}|{:<5}|{:^5}".format("a", "b", "c"), "{:{}}".format("w", 4) + "|", "{!r}".format("q"), "{{}}".format())
print(format(255, "x"), format(3.14159, ".2f"), format("s", ">3"), format(1234567, ","), format(True), format(None))
class Money:
    def __format__(self, spec):
        return f"<{spec or 'plain'}>"
print(f"{Money()} {Money():euro}", "{:x y}".format(Money()), format(Money(), "z"))
for act in (lambda: "{}".format(), lambda: "{a}".format(), lambda: "{} {0}".format(1), lambda: "{".format(1), lambda: format([], "5")):
    try:
        act()
    except (IndexError, KeyError, ValueError, TypeError) as error:
        print(type(error).__name__, error)
