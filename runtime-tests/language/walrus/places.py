# Where assignment expressions may stand.
if (n := 5) > 3: print(n)
while (n := n - 1) > 2: print(n, end=" ")
print()
print([y := 1, y ** 2], (z := 3, z + 1), {(k := "a"): (v := 2)}, k, v)
def f(a, *, b=(d := 4)): return a, b
print(f((q := 7)), q, d, f(1, b=(r := 2)), r)
data = [1, 2, 3, 4]
print([s for x in data if (s := x * x) > 4], s)
print(i if (i := 2) else 0)
print((lambda: (w := 5) + w)())
assert (t := [1]), "no"
print(f"{(u := 9)}", u, any((c := ch) == "b" for ch in "abc"), c)
for source in ("x := 1", "f(x := 1, y = z := 2)", "f(a=b := 1)", "(x := 1) = 2", "def g(a=b := 1): pass", "[x := 1, 2]", "{x := 1}", "{a: b := 1}", "f(x := 1)", "(a := b := 1)", "assert x := 1"):
    try: compile(source, "s", "exec"); print(source, "| fine")
    except SyntaxError as e: print(source, "|", e.msg)
