# set and frozenset: arguments and messages.
print(set(), frozenset(), set("aab") == {"a", "b"}, frozenset([1, 2]), set(range(3)), repr({1}), repr(frozenset({1})), frozenset(frozenset([1])) , {*()})
for f in (lambda: set(1), lambda: set(1, 2), lambda: set(x=1), lambda: set([[]]), lambda: frozenset(5), lambda: {[]}, lambda: set().remove(1), lambda: set().pop(), lambda: set().add([]), lambda: set().add(), lambda: [] in set(), lambda: set().discard([]), lambda: {1} | [1], lambda: {1} & "a", lambda: {1} - [1], lambda: {1} ^ 5, lambda: {1} + {1}, lambda: {1} < [1], lambda: {1}.union(5), lambda: {1}.update(5), lambda: {1}.issubset(5), lambda: hash(set()), lambda: frozenset().add, lambda: {1}.isdisjoint(5), lambda: set().update([[]]), lambda: set().remove({1}), lambda: {1}.intersection([[]]), lambda: set().remove("key")):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
