from _report import show

show(
    "del f()",
    "del 1",
    "del a, b + c",
    "del (a, 'b')",
    "del [x, None]",
    "del *a",
    "del *a, b",
    "del (a for a in b)",
    "del a if b else c",
    "del x := 1",
    "del {}",
    "del ()",
    "del",
    "del a b",
    "del __debug__",
)
