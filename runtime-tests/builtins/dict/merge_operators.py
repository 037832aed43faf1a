# | and |= with dicts, subclasses and mappings.
class D(dict):
    def __or__(self, o): return ("D.or", o)
    def __ror__(self, o): return ("D.ror", o)
class E(dict): pass
print({1: 2} | {1: 3, 4: 5}, {1: 2} | D(), D() | {}, type(E() | {}).__name__, type({} | E()).__name__, {}.__or__(5), {}.__ror__({1: 1}))
d = {"a": 1}; same = d
d |= [("b", 2)]; d |= {"c": 3}.items(); d |= E(q=1); print(d, d is same)
for f in (lambda: {} | [(1, 2)], lambda: {} | None, lambda: d.__ior__(5), lambda: d.__ior__("ab")):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
from types import MappingProxyType
print({1: 2} | MappingProxyType({3: 4}), MappingProxyType({3: 4}) | {1: 2})
