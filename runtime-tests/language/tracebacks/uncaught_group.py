# exit: 1
# A group that nobody catches is printed as a tree.
def inner():
    raise ExceptionGroup("inner", [TypeError("t"), KeyError("k")])
def outer():
    try:
        inner()
    except ExceptionGroup as e:
        problem = ValueError("v")
        problem.add_note("a note")
        raise ExceptionGroup("outer", [e, problem, OSError(2, "gone")])
print("start")
outer()
