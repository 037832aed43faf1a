class Namespace(dict):
    def __setitem__(self, key, value):
        print("set", key)
        super().__setitem__(key, value)

    def __missing__(self, key):
        if key.startswith("auto_"):
            return key.upper()
        raise KeyError(key)


class Meta(type):
    @classmethod
    def __prepare__(mcs, name, bases, **kwargs):
        print("prepare", name, bases, kwargs)
        return Namespace(prepared=1)

    def __new__(mcs, name, bases, namespace, **kwargs):
        print(type(namespace).__name__, kwargs)
        return super().__new__(mcs, name, bases, dict(namespace))

    def __init__(cls, name, bases, namespace, **kwargs):
        print("init", kwargs)


class A(metaclass=Meta, option=2):
    x = auto_value
    y = prepared


print(A.x, A.y, A.prepared)


class BadMeta(type):
    @classmethod
    def __prepare__(mcs, name, bases):
        return 3


try:

    class B(metaclass=BadMeta):
        pass

except TypeError as error:
    print(error)


def function_meta(name, bases, namespace, **kwargs):
    return name, bases, sorted(k for k in namespace if not k.startswith("__")), kwargs


class C(int, metaclass=function_meta, k=1):
    z = 1


print(C)
