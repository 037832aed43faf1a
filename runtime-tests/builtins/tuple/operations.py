# Building, indexing, comparing, hashing tuples.
empty, one, three = (), (1,), (1, "b", 3.0)
print(empty, one, three, len(three), three[0], three[-1], three[1:], three[::-1], 1, 2)
print(three + one, one * 3, 2 * one, "b" in three, three.count(1), three.index(3.0), tuple("ab"), tuple([1, 2]), tuple())
print((1, 2) < (1, 3), (1, 2) < (1, 2, 0), (1, 2) == (1, 2), (1,) == [1], () < (1,), (2,) > (1, 5))
print(hash((1, 2)) == hash((1, 2)), {(1, 2): "x"}[(1, 2)], (1, (2, (3,)))[1][1])
a = 1, 2
b = a
a += (3,)
print(a, b)
nested = ([1], 2)
nested[0].append(5)
print(nested)
for act in (lambda: three[5], lambda: one.index(9), lambda: hash(([],)), lambda: () + []):
    try:
        act()
    except (IndexError, ValueError, TypeError) as error:
        print(error)
try:
    nested[0] += [6]
except TypeError as error:
    print(error, nested)
