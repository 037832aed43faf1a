# Events of sys.settrace: calls, lines, returns and exceptions, of functions, generators, classes and comprehensions.
import sys

log = []

def trace(frame, event, arg):
    if frame.f_code.co_filename != __file__:
        return None
    shown = arg
    if event == "exception":
        shown = (arg[0].__name__, str(arg[1]), type(arg[2]).__name__)
    log.append((frame.f_code.co_name, event, frame.f_lineno - frame.f_code.co_firstlineno, shown))
    return trace

def run(function, *args):
    log.clear()
    sys.settrace(trace)
    try:
        function(*args)
    except Exception as error:
        sys.settrace(None)
        print(type(error).__name__, error)
    sys.settrace(None)
    for entry in log:
        print("  ", *entry)
    print()

def simple(x):
    y = x + 1
    if y > 5:
        return "large"
    return y

def loops():
    for i in range(2):
        i += 1
    n = 2
    while n:
        n -= 1
    while n < 2: n += 1

def generate():
    yield 1
    yield 2

def consume():
    return list(generate())

def fails():
    try: inner()
    except ValueError as error:
        str(error)
    finally:
        str(1)
    inner()

def inner():
    raise ValueError("no")

def defines():
    class C:
        x = 1
        def f(self):
            return self.x
    return C().f()

def managed():
    from contextlib import nullcontext
    with nullcontext(3) as x:
        x += 1

run(simple, 1)
run(simple, 9)
run(loops)
run(consume)
run(fails)
run(defines)
run(managed)
print(sys.gettrace())
