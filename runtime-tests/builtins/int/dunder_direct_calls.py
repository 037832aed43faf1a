# Special methods called by name: results and NotImplemented.
print((5).__add__(3), (5).__add__(3.0), (5).__radd__(2), (5).__truediv__(2), (5).__rfloordiv__(11), (5).__eq__(5.0), (5).__lt__(6), (5).__divmod__(3), (5).__rdivmod__(13))
print((5).__pow__(2), (5).__pow__(2, 7), (5).__rpow__(2), (5).__neg__(), (-5).__abs__(), (5).__invert__(), (5).__bool__(), (5).__float__(), (5).__index__(), (5).__trunc__(), (5).__floor__(), (5).__ceil__(), (15).__round__(-1))
print((5).__lshift__(2), (5).__rrshift__(100), (5).__and__(4), (5).__rxor__(1), (5).__or__("a"), (5).__hash__(), (5).__format__("x"), (5).__getnewargs__(), (5).__repr__())
for f in (lambda: (5).__add__(), lambda: (5).__add__(1, 2), lambda: int.__add__("a", 1), lambda: int.__repr__(1.5), lambda: (5).__truediv__(0), lambda: int.__neg__()):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
