# A guess fails inside try, except, else and finally; every cleanup still runs once.
def guarded(values):
    log = []
    total = 0
    for v in values:
        try:
            total = total + v
        except TypeError:
            log.append("type")
            total = 0
        else:
            if v == 2.5:
                log.append("else")
        finally:
            if not isinstance(v, int):
                log.append(f"finally {v!r}")
    return total, log
print(guarded([1] * 3000))
print(guarded([1] * 3000 + [2.5, "s", 3, None, 4]))
class Lock:
    entered = left = 0
    def __enter__(self):
        Lock.entered += 1
        return self
    def __exit__(self, kind, *rest):
        Lock.left += 1
        return kind is ZeroDivisionError
def locked(values):
    total = 0
    for v in values:
        with Lock():
            total += 100 // v
            if v == 7:
                return total, "early"
    return total
print(locked([1, 2, 4] * 1000), locked([1, 0, 2.5, 0.0] * 5), locked([5, 7, 9]), Lock.entered == Lock.left, Lock.entered)
def nested(values):
    out = []
    for v in values:
        try:
            try:
                w = v * 2
            finally:
                w = w + 1
        except TypeError as error:
            w = -1
        finally:
            if w != 3:
                out.append(w)
    return out
print(nested([1] * 2500 + [1.5, 2 ** 62, True]))
def raise_in_finally(n):
    caught = 0
    for i in range(n):
        try:
            try:
                if i % 2:
                    raise KeyError(i)
            finally:
                if i % 4 == 3:
                    raise IndexError(i)
        except IndexError as error:
            caught += type(error.__context__) is KeyError
        except KeyError:
            caught += 100
    return caught
print(raise_in_finally(2000))
