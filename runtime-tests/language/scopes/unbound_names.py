# Which error a name without a value raises, and its text.
def early():
    print(value)
    value = 1
def deleted():
    value = 1
    del value
    return value
def free():
    def inner():
        return later
    try:
        return inner()
    finally:
        later = 2
def handler():
    try:
        raise ValueError("x")
    except ValueError as error:
        pass
    return error
def missing():
    return not_there
def missing_global():
    global gone
    del gone
for f in (early, deleted, free, handler, missing, missing_global):
    try:
        print(f())
    except NameError as e:
        print(type(e).__name__, e, e.name)
