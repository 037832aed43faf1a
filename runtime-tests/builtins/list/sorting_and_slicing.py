# slow
# Sorts and slices of pseudo-random data against the definition.


class K:
    def __init__(self, k, i): self.k, self.i = k, i
    def __lt__(self, o): return self.k < o.k
    def __repr__(self): return f"{self.k}.{self.i}"
seed = 12345
def rnd(n):
    global seed
    seed = (seed * 1103515245 + 12345) % 2**31
    return (seed >> 8) % n
for size in (0, 1, 2, 3, 10, 31, 32, 33, 64, 65, 100, 257, 1000):
    for span in (2, 10, 10**6):
        data = [rnd(span) for i in range(size)]
        for conv in (int, float, str, lambda x: K(x, 0), lambda x: (x % 3, x), lambda x: [x], lambda x: 2**63 + x, lambda x: x if x % 2 else float(x), lambda x: bytes(str(x), 'ascii'), lambda x: chr(x % 1000 + 32) * (x % 3)):
            v = [conv(x) for x in data]
            s = sorted(v)
            assert all(not (s[i+1] < s[i]) for i in range(size-1)), (size, span)
            r = sorted(v, reverse=True)
            assert all(not (r[i] < r[i+1]) for i in range(size-1))
            s2 = sorted(v, key=lambda x: x)
            assert len(s) == size
        ks = [K(x, i) for i, x in enumerate(data)]
        s = sorted(ks)
        assert all(s[i].k < s[i+1].k or s[i].k == s[i+1].k and s[i].i < s[i+1].i for i in range(size-1))
        s = sorted(ks, reverse=True)
        assert all(s[i].k > s[i+1].k or s[i].k == s[i+1].k and s[i].i < s[i+1].i for i in range(size-1))
        s = sorted(ks, key=lambda k: k.k, reverse=True)
        assert all(s[i].k > s[i+1].k or s[i].k == s[i+1].k and s[i].i < s[i+1].i for i in range(size-1))
        idx = sorted(range(size), key=data.__getitem__)
        assert all(data[idx[i]] < data[idx[i+1]] or data[idx[i]] == data[idx[i+1]] and idx[i] < idx[i+1] for i in range(size-1))
print('sorted')
ops = 0
a = list(range(20)); b = [x for x in a]
for i in range(3000):
    lo, hi, st = rnd(30) - 5, rnd(30) - 5, rnd(7) - 3
    if st == 0: st = None
    sl = slice(lo if rnd(4) else None, hi if rnd(4) else None, st)
    k = rnd(4)
    if k == 0:
        x = a[sl]; idx = range(len(a))[sl]; assert x == [a[j] for j in idx], sl
    elif k == 1:
        idx = set(range(len(a))[sl]); want = [v for j, v in enumerate(a) if j not in idx]
        del a[sl]; assert a == want, sl
    elif k == 2:
        idx = range(len(a))[sl]; a[sl] = [i] * len(idx) 
        assert all(a[j] == i for j in idx)
    else:
        if st in (None, 1):
            n = rnd(6); idx = range(len(a))[sl]; s = idx.start; e = max(idx.stop, s)
            want = a[:s] + [i] * n + a[e:]
            a[sl] = (i for _ in range(n)); assert a == want, (sl, a, want)
    if len(a) < 5: a.extend(range(15))
    if len(a) > 40: a = a[:20]
print('slices', a == list(a))
