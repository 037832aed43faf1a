# Frames of a traceback know their variables: those that have ended, and those that have handled the exception.
import sys

def inner(x):
    half = x / 2
    flag = x > 1
    if flag:
        raise ValueError(x)
    return [][x]

def middle(x):
    named = "n%d" % x
    return inner(x)

def handling(x):
    before = x
    try:
        middle(x)
    except (ValueError, IndexError) as e:
        kept = e.__traceback__
    after = x + 1
    return kept

def generator(x):
    sent = yield x
    raise KeyError(sent)

def show(tb):
    while tb:
        frame = tb.tb_frame
        f_locals = frame.f_locals
        if f_locals is not globals():
            print(frame.f_code.co_name, frame.f_lineno - frame.f_code.co_firstlineno,
                  {k: v for k, v in f_locals.items() if k not in ("kept", "__qualname__", "__module__", "__firstlineno__")})
        else:
            print("module")
        tb = tb.tb_next

for i in (0, 3):
    for n in range(3 if i else 1500):
        tb = handling(i)
    show(tb)
try:
    g = generator(1)
    next(g)
    g.send("s")
except KeyError as e:
    show(e.__traceback__)
try:
    class C:
        attribute = 5
        1 / 0
except ZeroDivisionError as e:
    show(e.__traceback__)

def captured(x):
    shared = [x]
    def inside():
        shared.append(1)
        raise LookupError
    inside()
try:
    captured(7)
except LookupError as e:
    tb = e.__traceback__
    inside = tb.tb_next.tb_frame.f_locals["inside"]
    print(tb.tb_next.tb_frame.f_locals["shared"], tb.tb_next.tb_next.tb_frame.f_locals)

def looping(n):
    total = 0.0
    for i in range(n):
        total += 0.5
        last = i
        if i == 2500:
            raise OverflowError
for run in range(2):
    try:
        looping(3000)
    except OverflowError as e:
        show(e.__traceback__)
def frame_itself():
    try:
        raise ValueError
    except ValueError as e:
        return e.__traceback__.tb_frame is sys._getframe()
print(frame_itself())
