# return, break and continue in finally win over what happened before.
import warnings
def f():
    try:
        return "try"
    finally:
        return "finally"
def g():
    try:
        1 / 0
    finally:
        return "swallowed"
def h():
    for i in range(5):
        try:
            if i == 1:
                return "never"
        finally:
            if i == 1:
                continue
            if i == 3:
                break
    return i
def order():
    log = []
    def note(x):
        log.append(x)
        return x
    try:
        try:
            return note("value"), log
        finally:
            note("inner")
    finally:
        note("outer")
def rebind():
    x = 1
    try:
        return x
    finally:
        x = 2
print(f(), g(), h(), order(), rebind())
