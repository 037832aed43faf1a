from string.templatelib import Interpolation, Template, convert

i = Interpolation(3, "x", "r", ">5")
print(i, i.value, i.expression, i.conversion, i.format_spec)
print(Interpolation(1), Interpolation("a", "b"))
t = Template("a", "b", i, i, "c", "d")
print(t.strings, t.values, t)
print(Template().strings, Template("x").strings, Template(i).strings)
for wrong in (
    lambda: Template(1),
    lambda: Interpolation(),
    lambda: Interpolation(1, conversion="z"),
    lambda: Interpolation(1, 2),
    lambda: Template(x=1),
):
    try:
        print(wrong())
    except Exception as error:
        print(type(error).__name__, error)
print(convert(1, None), convert("a", "r"), convert("\u00e9", "a"), convert(1, "s"))
match i:
    case Interpolation(value, expression, conversion, spec):
        print(value, expression, conversion, spec)
print(Interpolation.__match_args__)
