# with_traceback sets and returns; traceback objects can be made and linked.
import types
def f(): raise ValueError("f")
try: f()
except ValueError as e: tb = e.__traceback__
print(type(tb).__name__, tb.tb_lineno, tb.tb_next.tb_lineno, tb.tb_frame.f_code.co_name, tb.tb_next.tb_frame.f_code.co_name, tb.tb_next.tb_next, type(tb.tb_lasti).__name__)
k = KeyError(1); print(k.with_traceback(tb) is k, k.__traceback__ is tb, k.with_traceback(None).__traceback__)
for v in ("tb", 5.5):
    try: k.with_traceback(v)
    except TypeError as x: print(x)
t = types.TracebackType(None, tb.tb_frame, 0, 7); print(t.tb_lineno, t.tb_next, t.tb_frame is tb.tb_frame); t.tb_next = tb; print(t.tb_next is tb, dir(t))
for g in (lambda: setattr(tb, "tb_next", t), lambda: setattr(t, "tb_next", 5), lambda: setattr(t, "tb_lineno", 1), lambda: types.TracebackType(), lambda: types.TracebackType(5, tb.tb_frame, 0, 1), lambda: types.TracebackType(None, 5, 0, 1), lambda: delattr(t, "tb_next")):
    try: g()
    except Exception as x: print(type(x).__name__, x)
