a = t"one {1}" t" two {2}"
print(a.strings, a.values)
b = t"x{1}y" + t"z{2}w"
print(b.strings, b.values)
for other in "text", f"text", 1, b"":
    for pair in (lambda: t"t" + other), (lambda: other + t"t"):
        try:
            pair()
        except TypeError as error:
            print(error)
print((t"" + t"").strings, (t"{1}" + t"{2}").strings)
