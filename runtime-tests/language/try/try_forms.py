# Every combination of try, except, else, finally.
def run(kind):
    log = []
    try:
        log.append("try")
        if kind == "value":
            raise ValueError("v")
        if kind == "key":
            raise KeyError("k")
        if kind == "return":
            return log
    except ValueError as error:
        log.append(f"except {error}")
    except (KeyError, IndexError) as error:
        log.append(f"tuple {error!r}")
    else:
        log.append("else")
    finally:
        log.append("finally")
    log.append("after")
    return log
for kind in ("none", "value", "key", "return"):
    print(run(kind))
def override():
    for n in range(3):
        try:
            return "from try"
        finally:
            if n < 2:
                continue
            return "from finally"
def swallowed():
    try:
        raise ValueError
    finally:
        return "swallowed"
def loop_break():
    out = []
    for n in range(5):
        try:
            if n == 3:
                break
            if n % 2:
                continue
            out.append(n)
        finally:
            out.append("f")
    else:
        out.append("else")
    return out
print(swallowed(), loop_break(), override())
try:
    try:
        raise TypeError("inner")
    finally:
        print("cleanup")
except TypeError as error:
    print("outer", error)
try:
    pass
except Exception:
    print("never")
else:
    print("else only")
try:
    error = "before"
    raise ValueError
except ValueError as error:
    pass
try:
    error
except NameError as gone:
    print(gone)
