# The messages for wrong calls.
def two(a, b): pass
def opt(a, b=1): pass
def pos(a, /): pass
def kwo(*, key): pass
def kwo2(a, *, k1, k2): pass
calls = [lambda: two(), lambda: two(1), lambda: two(1, 2, 3), lambda: two(1, a=2), lambda: two(1, 2, c=3), lambda: opt(), lambda: opt(1, 2, 3),
         lambda: pos(a=1), lambda: kwo(), lambda: kwo(1), lambda: kwo2(1), lambda: two(*5), lambda: two(**5), lambda: two(**{1: 2}),
         lambda: two(*[1], **{"a": 2}), lambda: 5(), lambda: None(), lambda: "s"(1), lambda: (lambda x: x)(), lambda: two(b=1)]
for call in calls:
    try:
        call()
    except TypeError as error:
        print(error)
