# remove, discard and in look a set up as a frozenset.
s = {frozenset([1, 2]), 3}
print({1, 2} in s, {9} in s)
s.discard({9}); s.remove({1, 2}); print(s)
try: s.remove({5})
except KeyError as e: print(e)
try: s.add({1})
except TypeError as e: print(e)
