import contextvars
from contextvars import Context, ContextVar, Token, copy_context


def show(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as error:
        print(type(error).__name__, str(error).split(" at 0x")[0])


plain = ContextVar("plain")
number = ContextVar("number", default=10)
print(plain.name, number.get(), plain.get("fallback"), number.get(5))
show(plain.get)
token = plain.set("a")
print(plain.get(), token.var is plain, token.old_value is Token.MISSING, Token.MISSING)
second = plain.set("b")
print(second.old_value, plain.get())
plain.reset(second)
print(plain.get())
show(plain.reset, second)
show(number.reset, token)
plain.reset(token)
print(plain.get(None))

with number.set(20) as held:
    print(number.get(), isinstance(held, Token))
    with number.set(30):
        print(number.get())
    print(number.get())
print(number.get())
try:
    with number.set(1):
        raise ValueError("inside")
except ValueError as error:
    print(error, number.get())

context = copy_context()


def change(value, *, more):
    number.set(value)
    plain.set(more)
    print(number.get(), plain.get(), len(copy_context()))
    return "returned"


print(context.run(change, 99, more="m"))
print(number.get(), plain.get(None), context[number], context.get(plain), number in context)
print(sorted(v.name for v in context), sorted(map(str, context.values())), len(context))
print([(k.name, v) for k, v in context.items() if v == 99])
empty = Context()
print(len(empty), empty.get(number), empty.get(number, 1), number in empty, list(empty))
show(lambda: empty[number])
show(lambda: empty[1])
show(lambda: 1 in empty)
show(context.run)
show(lambda: context.run(context.run, print))
show(ContextVar, 1)
show(ContextVar)
show(Context, 1)
show(lambda: hash(number) == hash(number))
copied = context.copy()
print(copied == context, copied is context, copied[number])
copied.run(number.set, 100)
print(copied == context, copied[number], context[number])
foreign = copied.run(number.set, 101)
show(number.reset, foreign)
print(ContextVar[int], Token[int])
print(repr(number).split(" at ")[0])


def raising():
    number.set(7)
    raise RuntimeError("from run")


show(context.run, raising)
print(context[number], number.get())
deep = copy_context()
for i in range(500):
    deep = deep.copy()
    deep.run(number.set, i)
print(deep[number], number.get())
many = [ContextVar(f"v{i}", default=i) for i in range(100)]
for variable in many[::2]:
    variable.set(-variable.get())
print(sum(variable.get() for variable in many), len(copy_context()) >= 50)
