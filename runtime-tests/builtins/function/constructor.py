# types.FunctionType made by hand.
import types
def f(a, b=2): return a, b, g
def outer():
    v = 1
    def inner(): return v
    return inner
h = types.FunctionType(f.__code__, {"g": "global"}, "named", (7,)); print(h.__name__, h(1), h.__defaults__, h.__module__)
k = types.FunctionType(outer().__code__, {}, closure=(types.CellType("cell"),)); print(k(), k.__name__, types.FunctionType(f.__code__, {"g": 0}, kwdefaults={"a": 1}).__kwdefaults__)
for args in ((), (5, {}), (f.__code__,), (f.__code__, 5), (f.__code__, {}, 5), (f.__code__, {}, "n", [1]), (outer().__code__, {}), (outer().__code__, {}, None, None, ()), (outer().__code__, {}, None, None, (1,)), (f.__code__, {}, "n", None, (types.CellType(),)), (f.__code__, {}, None, None, 5)):
    try: print(types.FunctionType(*args).__name__)
    except Exception as e: print(type(e).__name__, e)
