# Raised and caught inside the loop, outside it, and in the caller.
def inside(n):
    good = bad = 0
    for i in range(n):
        try:
            if i % 10 == 9:
                raise ValueError(i)
            good += 1
        except ValueError as error:
            bad += error.args[0]
    return good, bad
print(inside(5000))
def outside(values):
    done = 0
    try:
        for v in values:
            done += 10 // v
    except ZeroDivisionError as error:
        return done, str(error)
    return done
print(outside([1, 2, 5] * 1500), outside([1] * 4000 + [0, 1]))
def leaf(d, k):
    return d[k]
def caller(n):
    d = {i: i for i in range(0, n, 2)}
    missing = total = 0
    for i in range(n):
        try:
            total += leaf(d, i)
        except KeyError as error:
            missing += error.args[0]
    return total, missing
print(caller(4000))
def finally_runs(n):
    log = 0
    for i in range(n):
        try:
            if i % 3 == 0:
                continue
            if i == n - 1:
                return log, "returned"
        finally:
            log += 1
    return log
print(finally_runs(5000), finally_runs(4))
def rethrown(n):
    try:
        for i in range(n):
            try:
                if i == n - 1:
                    [][i]
            except IndexError:
                raise RuntimeError(i)
    except RuntimeError as error:
        return error.args, type(error.__context__).__name__, error.__traceback__.tb_lineno
print(rethrown(4000))
