# list() of iterables; __init__ again; subclasses.
print(list(), list("ab"), list({1: 2}), list(range(3)), list(x for x in "q"), list(b"ab"))
a = [1]; a.__init__("xy"); print(a); a.__init__(); print(a)
class L(list):
    def __init__(self, *a, tag=0): super().__init__(*a); self.tag = tag
l = L([1, 2], tag=5)
print(l, l.tag, type(l + [3]).__name__, type(l[:]).__name__, type(l.copy()).__name__, type(l * 2).__name__, l == [1, 2], isinstance(l, list))
class Hint:
    def __init__(self, h): self.h = h
    def __iter__(self): return iter((1, 2))
    def __length_hint__(self): return self.h
for h in (0, 100, NotImplemented, -1, "a", 10**30):
    try: print(list(Hint(h)))
    except Exception as e: print(type(e).__name__, e)
print(list.__class_getitem__(int), list[int], list.__doc__ is not None, list.__hash__)
