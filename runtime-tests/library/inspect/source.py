# slow
import inspect


def decorate(function):
    return function


@decorate
def outer(a):
    # comment
    def inner():
        return (
            a)
    return inner


class Thing:
    """Doc of
    Thing."""

    def method(self):
        "Say."
        return 1


print(inspect.getsource(outer))
print(inspect.getsource(outer(1)))
print(inspect.getsource(Thing))
print(inspect.getsourcelines(Thing.method))
print(inspect.getdoc(Thing), inspect.getdoc(Thing.method), inspect.getcomments(outer))
print(inspect.getsource(lambda x: x + 1).strip())
