# slow
import annotationlib
from annotationlib import Format


def f(a: undefined, b: int = 1) -> list[other]: ...


class C:
    x: missing.name
    y: "text"


print(annotationlib.get_annotations(f, format=Format.STRING))
print(annotationlib.get_annotations(C, format=Format.STRING))
refs = annotationlib.get_annotations(C, format=Format.FORWARDREF)
print(refs["x"].__forward_arg__, refs["y"])
try:
    annotationlib.get_annotations(f)
except NameError as error:
    print(error)
