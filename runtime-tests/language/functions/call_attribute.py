def function(a, b=2):
    return a, b


class Class:
    def method(self):
        return "method"


print(function.__call__(1), getattr(function, "__call__") is not None, function.__call__.__name__)
print(type(function).__call__(function, 1, b=3), Class().method.__call__(), Class.method.__call__(None))
print(staticmethod(function).__call__(5))
