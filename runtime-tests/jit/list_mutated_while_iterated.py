# The list changes under a hot loop that iterates over it.
def grow(n):
    values = [1]
    for v in values:
        if len(values) < n:
            values.append(v + 1)
    return len(values), values[-1]
print(grow(3000))
def shrink(values):
    seen = 0
    for v in values:
        seen += v
        if values:
            values.pop()
    return seen, len(values)
print(shrink(list(range(3000))))
def clear(values):
    seen = 0
    for v in values:
        seen += 1
        if v == 2000:
            values.clear()
    return seen, values
print(clear(list(range(3000))))
def replace(values):
    total = 0
    for i, v in enumerate(values):
        values[i] = str(v) if i % 1000 == 999 else v + 0.5
        total += v
    return total, values[998:1001]
print(replace(list(range(3000))))
def retype(values):
    total = 0
    for v in values:
        if v == 1000:
            values[1500] = 0.25
        total += v
    return total
print(retype(list(range(3000))))
def dict_change(d):
    try:
        for k in d:
            if k == 1500:
                d[-1] = 0
    except RuntimeError as error:
        return str(error)
print(dict_change({n: n for n in range(2000)}))
