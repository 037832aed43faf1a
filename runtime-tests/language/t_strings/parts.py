name = "World"
value = 42
template = t"Hello {name}! {value:>{5}} {value!r:x} {name=} end"
print(type(template).__name__, type(template).__module__)
print(template.strings)
print(template.values)
for part in template.interpolations:
    print(repr(part.value), repr(part.expression), part.conversion, repr(part.format_spec))
print([p if isinstance(p, str) else p.expression for p in template])
print(t"", t"".strings, t"plain".interpolations)
print(t"{1}{2}".strings)
print(template.interpolations[0])
