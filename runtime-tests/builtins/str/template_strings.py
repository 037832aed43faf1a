# Template strings and the classes of their parts.
from string.templatelib import Interpolation, Template, convert

x = 5
name = "né"
t = t"a{x!r:>{3}}b{name}"
print(t, t.strings, t.interpolations, t.values, list(t))
print(t + t"z{1}", t.interpolations[0].__match_args__, type(t), Template.__module__)


def p(f):
    try:
        print(repr(f()))
    except BaseException as e:
        print(type(e).__name__, e)


for f in (
    lambda: Template(),
    lambda: Template("a", "b", Interpolation(1, "x")),
    lambda: Template(5),
    lambda: Template(a=1),
    lambda: Interpolation(),
    lambda: Interpolation(1),
    lambda: Interpolation(1, "x", "q"),
    lambda: Interpolation(1, "x", None, "f"),
    lambda: Interpolation(1, 5),
    lambda: Interpolation(1, "x", "r", 5),
    lambda: t + "a",
    lambda: "a" + t,
    lambda: t + 5,
    lambda: t == t,
    lambda: t == t"a{x!r:>{3}}b{name}",
    lambda: t.__reduce__()[1],
    lambda: t.interpolations[0].__reduce__(),
    lambda: next(iter(t)),
    lambda: Template[int],
    lambda: Interpolation(1, "x") == Interpolation(1, "x"),
    lambda: Template(Interpolation(1, "x"), Interpolation(2, "y")).strings,
    lambda: t"".strings,
    lambda: list(t""),
    lambda: t * 2,
    lambda: Interpolation(value=1, expression="e", conversion="s", format_spec="z"),
    lambda: Interpolation(1, "x", 5),
    lambda: len(t),
    lambda: type("S", (Template,), {}),
    lambda: Template("a") + Template("b"),
    lambda: convert(5, "r") + convert("é", "a"),
    lambda: t"{1 + 1 = }",
    lambda: t"{x}" t"{x}",
):
    p(f)


def f(template):
    out = []
    for part in template:
        match part:
            case str() as text:
                out.append(text)
            case Interpolation(value, expression, conversion, spec):
                out.append(f"<{expression}={format(convert(value, conversion), spec)}>")
    return "".join(out)


for _ in range(100):
    line = f(t"one {x:>4} two {name!a} three {x + 1}")
print(line)
