# Operations of a list with itself as operand.
a = [1, 2, 3]
a.extend(a); print(a)
a[1:2] = a; print(a)
a += a[:1]; a *= 2; print(len(a))
b = [1, 2]; b[:] = b[::-1]; print(b); b[len(b):] = b; print(b)
c = [1]; c.append(c); print(c, c == c, c in c, repr(c[1][1]))
d = [0, 1]; d[0], d[1] = d[1], d[0]; print(d)
e = [3]; e *= 0; print(e); e += "ab"; print(e); e += {1: 2}; print(e)
try: c < [1, c]
except RecursionError: print("deep")
x, y = [], []
x.append(y); y.append(x)
try: x == y
except RecursionError: print("deep too")
