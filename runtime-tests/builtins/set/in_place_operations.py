# |=, &=, -=, ^= and the update methods, with itself too.
a = {1, 2, 3}
a |= {4}; a &= {1, 2, 4, 9}; a -= {1}; a ^= {4, 5}; print(a)
a.update([7], (8,), {9: 0}); a.intersection_update([2, 5, 7], [5, 7]); print(a); a.difference_update([5], ()); print(a); a.symmetric_difference_update([7, 7, 6]); print(a)
b = {1, 2}; b |= b; b &= b; print(b); b ^= b; print(b); c = {1}; c -= c; print(c)
for f in (lambda: a.__ior__([1]), lambda: a.__iand__(5)): print(f())
try: a |= [1]
except TypeError as e: print(e)
d = {1, 2, 3}
print(d.union(), d.union([4], [5]), d.intersection([1, 2], [2]), d.difference([1], [2]), d.symmetric_difference([3, 4]), d.intersection(), d.isdisjoint([9]), d.issuperset([1]), d.issubset(range(9)))
