# type() with three arguments and its errors.
T = type("T", (list,), {"x": 1, "__doc__": "d"}); print(T, T.__name__, T.__bases__, T.x, T.__doc__, T.__module__, T.__qualname__, T([1]))
for args in ((), ("a",), ("T", (), {}, 1), (5, (), {}), ("T", [], {}), ("T", (), []), ("T", (5,), {}), ("T", (int, str), {}), ("T", (bool,), {}), ("T", (object, int), {}), ("T", (int, int), {}), ("T\0", (), {}), ("T", (type(None),), {}), ("T", (), {"__slots__": 5}), ("T", (), {"__slots__": ("1a",)}), ("T", (), {"__slots__": ("a", "a")}), ("T", (), {"__slots__": ("a",), "a": 1}), ("T", (), {"__slots__": ("__dict__", "__dict__")}), ("T", (), {"__qualname__": 5}), ("T", (int,), {"__slots__": ("a",)}), ("T", (list[int],), {}), ("T", (type(lambda: 0),), {}), ("T", (type,), {}), ("T", (), {"__classcell__": 5})):
    try: print(type(*args))
    except Exception as e: print(type(e).__name__, e)
try: type("T", (), {}, metaclass=int)
except TypeError as e: print(e)
try: type(5, k=1)
except TypeError as e: print(e)
