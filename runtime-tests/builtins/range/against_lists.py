# slow
# Small ranges and their slices against lists.


for step in (-3, -2, -1, 1, 2, 3):
    for start in range(-4, 5):
        for stop in range(-4, 5):
            r = range(start, stop, step)
            l = list(r)
            assert len(l) == len(r)
            assert [r[i] for i in range(len(r))] == l
            for a in (None, -7, -2, 0, 1, 3, 9):
                for b in (None, -7, -2, 0, 2, 9):
                    for c in (None, -2, -1, 1, 2):
                        assert list(r[a:b:c]) == l[a:b:c], (r, a, b, c)
                        assert tuple(l)[a:b:c] == tuple(l[a:b:c])
            for x in range(-6, 7):
                assert (x in r) == (x in l)
                if x in r: assert r.index(x) == l.index(x)
            assert list(reversed(r)) == l[::-1]
print('ok')
