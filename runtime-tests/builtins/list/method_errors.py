# Messages of list methods.
a = [1, 2, 3]
for f in (lambda: a.remove(9), lambda: a.index(9), lambda: a.index(1, 1), lambda: [].pop(), lambda: a.pop(10), lambda: a.pop("a"), lambda: a.append(), lambda: a.append(1, 2), lambda: a.extend(5), lambda: a.extend(), lambda: a.insert(1), lambda: a.insert("a", 1), lambda: a.count(), lambda: a.index(), lambda: a.index(1, "a"), lambda: a.reverse(1), lambda: a.clear(1), lambda: a[5], lambda: a["a"], lambda: a[1, 2], lambda: a + (1,), lambda: a + 1, lambda: a * "a", lambda: a * 1.5, lambda: a < 1, lambda: a.foo, lambda: list(5), lambda: list(1, 2), lambda: list(x=1), lambda: hash(a), lambda: a * 10**30, lambda: [1] * 2**62, lambda: a[10**30], lambda: a.index(1, 10**30), lambda: a.insert(10**30, 1)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
