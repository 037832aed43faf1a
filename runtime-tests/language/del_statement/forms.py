# del of names, attributes, items, slices and lists of targets.
class A:
    def __delattr__(self, n): print("delattr", n); object.__delattr__(self, n)
    def __delitem__(self, k): print("delitem", k)
a = A(); a.x = a.y = 1; l = [0, 1, 2, 3, 4]; x = y = z = 1; d = {"k": {"j": 1}}
del a.x, a[0], a[1:2, ...], l[1:3], (x, [y]), d["k"]["j"]
print(l, d, "x" in globals(), a.__dict__)
del (z)
del ()
for s in ("del f()", "del 1", "del x + 1", "del (x, 1)", "del x.y, *z", "del [a for a in b]", "del None", "del 'a'", "del (x := 1)", "del {}", "del f'x'", "del", "del (yield)", "del ...", "del -x"):
    try: compile(s, "s", "exec"); print(s, "| fine")
    except SyntaxError as e: print(s, "|", e.msg)
for f in ("del q", "del a.q", "del l[9]", "del d['z']", "del 5 .real", "del 'abc'[0]", "del len.x", "del l['a']"):
    try: exec(f)
    except Exception as e: print(f, "|", type(e).__name__, e)
