from _report import show

show(
    "{1:}",
    "{1: 2, 3:}",
    "{1: 2, 3}",
    "{1: 2, 3: 4, 5}",
    "{1: 2, **a, b}",
    "{1: *a}",
    "{1: 2, 3: *a}",
    "{1: **a}",
    "{**a for a in b}",
    "{*a: 1}",
    "{*a for a in b}",
    "{a: b, c for c in d}",
    "{a: b for a, b in c, d}",
    "{1: 2, for}",
    "{1 2}",
    "{:}",
    "{a:b:c}",
    "{x: y := 1}",
    "{1, 2: 3}",
)
