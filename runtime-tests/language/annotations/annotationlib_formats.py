import annotationlib
from annotationlib import Format


def f(a: int, b: missing, *c: "text", d: list[other] = 1) -> undefined.attribute: ...


class C:
    x: int
    y: unknown | None
    z: "quoted" = 3


print(annotationlib.get_annotations(f, format=Format.STRING))
print(annotationlib.get_annotations(C, format=Format.STRING))
print({k: type(v).__name__ for k, v in annotationlib.get_annotations(f, format=Format.FORWARDREF).items()})
try:
    annotationlib.get_annotations(f, format=Format.VALUE)
except NameError as error:
    print(error)
missing, other, undefined = int, str, type("U", (), {"attribute": bytes})
print(f.__annotations__)
print(annotationlib.get_annotations(f))
print([m.name for m in Format], Format.VALUE == 1)
