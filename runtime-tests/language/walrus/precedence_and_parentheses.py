x = (y := 1, 2)
print(x, y)
(z := 1), 2
print(z)
print((a := 1) + (b := 2) * (c := 3), a, b, c)
if (n := 3) > 2 and (m := n + 1) or (k := 0):
    print(n, m)
print([p := 1, q := 2], {r := 3}, (s := 4) if True else 5, s)
f = lambda v=(w := 7): v
print(f(), w)
print(not (t := False), t, -(u := 5), u)
d = {(key := "k"): (value := "v")}
print(d, key, value)
print((e := [1, 2, 3])[(i := 1)], e[i], len(g := "abcd"), g)
assert (h := 5), "message"
print(h)
while (j := globals().get("j", 3) - 1) > 0:
    print("j", j)
print((o := o + 1 if "o" in globals() else 10), o)
del (o)
