# Contexts have attributes, flags and traps; threads and contextvars have contexts of their own.
import contextvars
import pickle
import threading
from decimal import *

context = getcontext()
print(context, context.Etiny(), context.Etop(), context.radix())
with localcontext() as local:
    local.prec = 5
    print(Decimal(1) / 3, getcontext().prec)
with localcontext(prec=3, rounding=ROUND_UP) as local:
    print(Decimal(2) / 3, local)
print(getcontext().prec, Decimal(1) / 7)
print(context.flags[Inexact], context.flags[Clamped], len(context.flags), Inexact in context.flags)
small = Context(prec=3, Emax=9, Emin=-9, clamp=1, capitals=0, traps=[])
context.clear_flags()
print([signal.__name__ for signal, on in context.flags.items() if on], context.flags == small.flags)
context.flags[Overflow] = True
print(context, context.flags.copy() == dict(context.flags))
context.clear_flags()
for text in ("1E+10", "1E-12", "1E+9", "123456", "0E+20", "sNaN1234"):
    print(small.create_decimal(text), small.flags[Overflow], small.flags[Subnormal], small.flags[Clamped])
    small.clear_flags()
print(pickle.loads(pickle.dumps(small)), small.copy(), small.__reduce__())
print(BasicContext, ExtendedContext, DefaultContext, IEEEContext(64), sep="\n")


def in_thread():
    print(getcontext().prec)
    getcontext().prec = 9
    print(Decimal(1) / 3)


thread = threading.Thread(target=in_thread)
thread.start()
thread.join()


def in_context():
    getcontext().prec += 1
    return getcontext().prec


print(contextvars.copy_context().run(in_context), getcontext().prec)
fresh = Context(prec=4)
setcontext(fresh)
print(getcontext() is fresh, Decimal(2).sqrt())
setcontext(DefaultContext)
print(getcontext() is DefaultContext, getcontext().prec)


class Own(Context):
    pass


own = Own(prec=2)
own.note = "kept"
print(own, own.note, own.add(Decimal("1.23"), 1))
