x = "global"


def outer():
    x = "enclosing"

    class C:
        print(x)
        x = "class"
        print(x)

        def method(self):
            return x

        items = [x for _ in range(1)]
        del x
        print(x)

    return C


C = outer()
print(C().method(), C.items)


def uses_class_local():
    class D:
        y = 1
        try:
            lambda_result = (lambda: y)()
        except NameError as error:
            print(error)
        z = [i + 1 for i in [y]]

    return D.z


print(uses_class_local())


class E:
    global made_global
    made_global = 5
    nested = None

    class F:
        nested = "inner"

    value = F.nested


print(made_global, E.value, "made_global" in E.__dict__)


def g():
    n = 0

    class Counter:
        nonlocal n
        n = n + 1

    return n


print(g())
