x = 0


def outer():
    x = 1

    def middle():
        def inner():
            nonlocal x
            x += 1

            def deepest():
                global x
                x = "global set"
                return x

            return x, deepest()

        return inner()

    return middle(), x


print(outer(), x)


def declares():
    global fresh, other
    fresh = other = 1
    del other


declares()
print(fresh, "other" in globals())


def shadow():
    def set_it(v):
        nonlocal value
        value = v

    value = None
    set_it(5)
    return value


print(shadow())


class C:
    x = "class"

    def f(self):
        global x
        return x

    def g(self):
        x = "local"

        class D:
            nonlocal x
            x = "changed"

        return x


print(C().f(), C().g())
