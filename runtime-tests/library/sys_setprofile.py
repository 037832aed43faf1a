# Events of sys.setprofile: calls and returns of Python functions and of native ones.
import sys

log = []

def profile(frame, event, arg):
    name = frame.f_code.co_name
    if event.startswith("c_"):
        log.append((name, event, arg.__name__))
    else:
        log.append((name, event, arg))

def run(function, *args):
    log.clear()
    sys.setprofile(profile)
    try:
        function(*args)
    except Exception as error:
        sys.setprofile(None)
        print(type(error).__name__)
    sys.setprofile(None)
    for entry in log:
        if entry[0] != "run":
            print("  ", *entry)
    print()

def native(items):
    items.append(len(items))
    return sorted(items, key=negative)

def negative(x):
    return -x

def raising():
    try:
        int("x")
    except ValueError:
        pass
    {}.pop("absent")

def star(*args):
    return max(*args)

run(native, [1, 2])
run(raising)
run(star, 1, 2)
print(sys.getprofile())
