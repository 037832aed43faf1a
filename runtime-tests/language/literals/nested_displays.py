print([[], [[]], [[[]]]], ((), ((),), (((),),)), {(): {}, (1,): {2: {3}}})
print([1, 2, 3,], (1,), (1, 2,), {1, 2,}, {1: 2,}, [(1), (2,)])
print([
    1,  # one

    2,
], {
    "a": 1,
    **{"b": 2},
})
x = 1, 2
y = 1,
print(x, y, (), [], {}, set(), frozenset())
print({1: "a", 1.0: "b", True: "c"}, {1, True, 1.0}, {0: 1, False: 2, -0.0: 3})
print("a" "b" 'c' """d""", b"x" b'y', ("s"), ("s",), -1, - -1, ~-1, +-+1)
print(None, True, False, ..., Ellipsis is ..., type(None), type(...))
