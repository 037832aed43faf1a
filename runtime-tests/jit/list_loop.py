# Hot loops over lists of ints, floats, strings and mixtures.
def total(values):
    out = 0
    for value in values:
        out += value
    return out
ints = list(range(5000))
floats = [n * 0.5 for n in range(5000)]
print(total(ints), total(floats), total([]), total([True] * 10), total(ints[:5] + floats[:5]))
def join(words):
    out = ""
    for word in words:
        out += word
    return out
print(len(join(["ab"] * 2000)), join(list("xyz")))
def by_index(values):
    best = values[0]
    for i in range(len(values)):
        if values[i] > best:
            best = values[i]
    return best
print(by_index([(n * 7919) % 10007 for n in range(5000)]), by_index([1.5, 2.5, 0.5]), by_index(["b", "c", "a"]))
def reverse(values):
    i, j = 0, len(values) - 1
    while i < j:
        values[i], values[j] = values[j], values[i]
        i += 1
        j -= 1
    return values
print(reverse(list(range(4001)))[:5], reverse([1]), reverse([]), reverse([1, "b"]))
