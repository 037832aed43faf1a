# Iteration notices changes of size.
def t(change, view=lambda d: d):
    d = {1: 1, 2: 2, 3: 3}
    out = []
    try:
        for k in view(d):
            out.append(k)
            change(d)
    except RuntimeError as e: out.append(str(e))
    return out
print(t(lambda d: d.__setitem__(len(d) + 10, 0)), t(lambda d: d.pop(3, None)), t(lambda d: d.clear()), t(lambda d: d.__setitem__(1, 5)))
print(t(lambda d: d.clear(), dict.items), t(lambda d: d.update(z=1), dict.values), t(lambda d: d.pop(1, None), reversed))
def swap(d):
    if 3 in d: del d[3]; d[4] = 4
print(t(swap))
it = iter({1: 2}); next(it); print(next(it, "end"), it.__length_hint__())
d = {1: 1}; it = iter(d); d[2] = 2
for _ in range(2):
    try: print(next(it))
    except (RuntimeError, StopIteration) as e: print(type(e).__name__, e)
