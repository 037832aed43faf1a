class Meta(type):
    def __instancecheck__(cls, instance):
        print("never asked")
        return True

    def __subclasscheck__(cls, sub):
        print("never asked")
        return True


class Odd(Exception, metaclass=Meta):
    pass


def run(*kinds):
    try:
        try:
            raise KeyError("k")
        except kinds as error:
            print("caught", repr(error))
    except KeyError:
        print("passed on")
    except TypeError as error:
        print(error)


run(Odd)
run(LookupError)
run(ValueError, KeyError)
run()
run(3)
run(ValueError, "x")
run((KeyError,))
log = []


def kind(k):
    log.append(k.__name__)
    return k


try:
    raise KeyError
except kind(ValueError):
    pass
except (kind(OSError), kind(KeyError)):
    log.append("here")
except kind(TypeError):
    pass
print(log)
try:
    try:
        raise KeyError("first")
    except undefined_name:
        pass
except NameError as error:
    print(error, repr(error.__context__))
