# gc-stress: 1009
from string.templatelib import Interpolation, Template

name = "world"
template = t"hello {name!r:>{10}} and {1 + 1}!"
print(template)
print(template.strings, template.values, [type(part).__name__ for part in template])
part = template.interpolations[0]
print(part.value, part.expression, part.conversion, part.format_spec, Interpolation.__match_args__)
print(t"a" + t"{name}b")
print(Template("a", "b", Interpolation(1, "x"), Interpolation(2)), Interpolation(1, "y", "s", ".2"))
for bad in ["t'a' + 'b'", "Template(1)", "Interpolation(1, 'a', 'z')", "Template(x=1)"]:
    try:
        eval(bad)
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
match part:
    case Interpolation(value, expression):
        print(value, expression)
