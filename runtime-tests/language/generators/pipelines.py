# Generators feeding generators; variables captured late and early.
def numbers(limit):
    yield from range(limit)
def evens(source):
    return (n for n in source if n % 2 == 0)
def pairs(source):
    it = iter(source)
    for a in it:
        try:
            yield a, next(it)
        except StopIteration:
            yield a, None
            return
print(list(pairs(evens(numbers(15)))), sum(x * y for x, y in pairs(range(6)) if y))
k = 2
scaled = (n * k for n in range(3))
k = 10
print(list(scaled))
source = [1, 2]
late = (n for n in source)
source.append(3)
print(list(late))
source = [1]
try:
    (n for n in 5)
except TypeError as error:
    print(error)
def primes():
    found = []
    n = 2
    while True:
        if all(n % p for p in found):
            found.append(n)
            yield n
        n += 1
out = []
for p in primes():
    if p > 50:
        break
    out.append(p)
print(out)
def interleave(*sources):
    active = [iter(s) for s in sources]
    while active:
        for it in list(active):
            try:
                yield next(it)
            except StopIteration:
                active.remove(it)
print(list(interleave("abc", range(5), [None])))
