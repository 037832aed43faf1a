# Built-in values through every protocol.
import pickle
vals = [None, True, False, 0, -1, 255, 65536, 2**31, -2**31, 2**63, -2**200, 1.5, -0.0, float("inf"), 1j, "", "é€\U0001d11e\n", "\ud800", b"", b"\xff" * 300, bytearray(b"ab"), (), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4), [], [1, [2]], {}, {"a": {"b": 1}}, set(), {1, 2}, frozenset([3]), range(1, 10, 2), slice(1, None), ..., NotImplemented, int, len, type(None), type(...), complex, "a" * 300, list(range(1100)), {i: i for i in range(1100)}]
for p in range(pickle.HIGHEST_PROTOCOL + 1):
    for v in vals:
        w = pickle.loads(pickle.dumps(v, p)); assert type(w) is type(v) and (repr(w) == repr(v)), (p, v, w)
    print(p, len(vals), pickle.dumps([1, "a", None, (True, 2.5)], p))
for v in (lambda: 0, (i for i in ()), memoryview(b""), type("Local", (), {})()):
    try: pickle.dumps(v); print("pickled")
    except Exception as e: print(type(e).__name__, str(e).split(" at 0x")[0])
