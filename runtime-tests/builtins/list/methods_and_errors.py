# Methods of lists and the errors they raise.
l = [1, 2, 3]
l.append(4); l.extend("ab"); l.insert(0, 0); l.insert(-100, "f"); l.insert(100, "e"); print(l, l.pop(), l.pop(0), l.pop(-2), l.index(3), l.count(1), l.copy(), l.reverse(), l)
l.remove(2); l += (7,); l *= 2; print(l, l.index(7, 3), 7 in l, len(l)); l.clear(); print(l)
for f in (lambda: [].pop(), lambda: [1].pop(5), lambda: [].remove(1), lambda: [].index(1), lambda: [1].index(1, 1), lambda: [1][1], lambda: [1]["a"], lambda: [1][None], lambda: [1].insert("x", 1), lambda: [1].extend(5), lambda: [1] + (1,), lambda: [1] * "a", lambda: [1] < (1,), lambda: hash([]), lambda: list(1), lambda: list(1, 2), lambda: list(x=1), lambda: [1].append(), lambda: [1].pop("a"), lambda: [1].count(), lambda: [1, 2][::0], lambda: [1].__setitem__(5, 1), lambda: [1].__delitem__(5), lambda: [].append(1, 2), lambda: ["x"].index("y")):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
a = [1]; a.append(a); print(a, a[1] is a, repr([a, a]))
print([1, 2] == [1, 2.0], [1, 2] < [1, 3], [] < [0], [1] <= [1], [[1]] * 2, list("ab") + list((1,)), [1, 2, 3].__contains__(2), list(reversed([1, 2])), [x for x in [1, 2]].__len__())
