# types.new_class, prepare_class, resolve_bases, coroutine.
import types
C = types.new_class("C", (list,), {}, lambda ns: ns.update(x=1)); print(C, C.x, C.__bases__)
class E:
    def __mro_entries__(self, bases): return (dict, str.__class__)[:1]
print(types.resolve_bases((E(), int)), types.resolve_bases((int,)), types.new_class("D", (E(),)).__bases__, types.new_class("D", (E(),)).__orig_bases__[0].__class__.__name__)
m, ns, kw = types.prepare_class("X", (), {"metaclass": type, "k": 1}); print(m, ns, kw)
class Bad:
    def __mro_entries__(self, bases): return [int]
try: types.resolve_bases((Bad(),))
except TypeError as e: print(e)
try: type("T", (E(),), {})
except TypeError as e: print(e)
@types.coroutine
def g(): return (yield 1)
print(type(g()).__name__, g.__code__.co_flags & 0x100 != 0, types.get_original_bases(int))
try: types.get_original_bases(5)
except TypeError as e: print(e)
