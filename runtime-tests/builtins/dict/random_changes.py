# slow
# Pseudo-random changes of dicts and sets against lists; the order of sets of ints.


seed = 1
def rnd(n):
    global seed
    seed = (seed * 1103515245 + 12345) % 2**31
    return (seed >> 8) % n
for keyf in (lambda x: x, str, float, lambda x: (x, str(x)), lambda x: x * 2**61, lambda x: -x):
    d = {}; ref = []
    s = set(); 
    for i in range(4000):
        k = keyf(rnd(200)); op = rnd(10)
        if op < 5:
            if k in d: assert any(r[0] == k for r in ref)
            d[k] = i; s.add(k)
            for r in ref:
                if r[0] == k: r[1] = i; break
            else: ref.append([k, i])
        elif op < 8:
            v = d.pop(k, None); s.discard(k)
            for j, r in enumerate(ref):
                if r[0] == k: assert v == r[1]; del ref[j]; break
            else: assert v is None
        elif op == 8:
            if d:
                k, v = d.popitem(); assert [k, v] == ref.pop(); s.remove(k)
        else:
            assert list(d.items()) == [tuple(r) for r in ref]; assert len(d) == len(ref) == len(s); assert set(d) == s
            if rnd(20) == 0: d = dict(d) if rnd(2) else d.copy(); s = set(s)
            assert list(reversed(d)) == [r[0] for r in reversed(ref)]
    print(len(d), sorted(d, key=repr)[:3])
    a, b = set(list(d)[::2]), set(list(d)[::3])
    assert a | b == {x for x in d if x in a or x in b}
    assert a & b == {x for x in d if x in a and x in b}
    assert a - b == {x for x in d if x in a and x not in b}
    assert a ^ b == {x for x in d if (x in a) != (x in b)}
    assert (a <= b) == all(x in b for x in a)
for n in (3, 10, 100, 1000):
    vals = [rnd(10**6) for _ in range(n)]
    s = set(vals)
    print(hash(tuple(s)), hash(frozenset(s)))
    for v in vals[::3]: s.discard(v)
    print(hash(tuple(s)), len(s))
    s |= set(range(n))
    print(hash(tuple(s)))
    print(hash(tuple(s & set(range(0, n, 2)))), hash(tuple(s - set(range(5)))), hash(tuple(s ^ set(range(n)))), hash(tuple(s.union([5, 6]))), hash(tuple(frozenset(s))), hash(tuple(set(dict.fromkeys(vals)))), hash(tuple(s.copy())))
