# exit: 1
# An exception that nobody catches: traceback on stderr, exit status 1.
def inner(n):
    return 10 // n
def outer(n):
    return inner(n - 1)
print("before")
print(outer(3))
outer(1)
print("not reached")
