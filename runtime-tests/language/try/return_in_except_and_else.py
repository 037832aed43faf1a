def kinds(x):
    try:
        if x == 0:
            raise KeyError
        if x == 1:
            return "returned in try"
    except KeyError:
        return "in except"
    else:
        return "in else"
    finally:
        print("finally", x)


print(kinds(0), kinds(1), kinds(2))


def nested(x):
    try:
        try:
            return 1 / x
        except ZeroDivisionError:
            raise ValueError("bad")
        finally:
            print("inner")
    except ValueError as error:
        return str(error)
    finally:
        print("outer")


print(nested(0), nested(1))


def loop():
    for i in range(5):
        try:
            if i == 1:
                continue
            if i == 3:
                break
        except ValueError:
            pass
        else:
            print("else", i)
    return i


print(loop())


def deleted():
    try:
        raise ValueError("v")
    except ValueError as e:
        kept = e
        del e
    return repr(kept)


print(deleted())
