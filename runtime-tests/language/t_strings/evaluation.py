log = []


def note(x):
    log.append(x)
    return x


t = t"{note(1)}{note(2):{note('>')}{note(5)}}{note(3)!r}"
print(log, t.interpolations[1].format_spec)
try:
    t"{note(4)} {1 / 0} {note(5)}"
except ZeroDivisionError:
    print(log)
x = 5
t = t"{x}"
x = 6
print(t.values)
print(t"{x:=^10}".interpolations[0].format_spec, t"{x = }".strings, t"{ x + 1 }".interpolations[0].expression)
print(t"{x!s:a{x}b}".interpolations[0].format_spec)
print(rt"\n{x}".strings, t"{'}'}{{}}".strings, t"\N{BULLET}\x41".strings)
print(t'{t"{x}"}'.values[0].values, f"{t'{x}'.values}")
nested = t"""
{
    x  # a comment
}"""
print(nested.strings, nested.interpolations[0].expression)
try:
    hash(t)
    print("hashable", t == t, t == t"{x}")
except TypeError as error:
    print(error)
