# What dict() and update refuse, with their words.
for f in (lambda: dict(1), lambda: dict([1]), lambda: dict(["abc"]), lambda: dict([(1,)]), lambda: dict([(1, 2, 3)]), lambda: dict({}, {}), lambda: dict(**{1: 2}), lambda: {}.update(5), lambda: {}.update([5]), lambda: {}.update({}, {}), lambda: {}.update(["a"]), lambda: {[]: 1}, lambda: dict([([], 1)]), lambda: dict(None), lambda: dict([None]), lambda: dict.fromkeys(), lambda: dict.fromkeys(5), lambda: dict.fromkeys([[]]), lambda: {}[{}], lambda: {}.get([]), lambda: {}.setdefault([]), lambda: {}.pop([]), lambda: {} | 5, lambda: {} + {}, lambda: {} < {}, lambda: {}.__or__([])):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
class NoIter:
    def keys(self): return 5
class NoItem:
    def keys(self): return ["a"]
for v in (NoIter(), NoItem()):
    try: print(dict(v))
    except TypeError as e: print(e)
