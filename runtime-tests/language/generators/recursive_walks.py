def walk(tree):
    if isinstance(tree, list):
        for item in tree:
            yield from walk(item)
    else:
        yield tree


print(list(walk([1, [2, [3, []], 4], [[5]]])))


def permutations(items):
    if not items:
        yield ()
    for i, item in enumerate(items):
        for rest in permutations(items[:i] + items[i + 1 :]):
            yield (item, *rest)


print(["".join(p) for p in permutations("abc")])


def hanoi(n, a, b, c):
    if n:
        yield from hanoi(n - 1, a, c, b)
        yield a + c
        yield from hanoi(n - 1, b, a, c)


print(" ".join(hanoi(3, "a", "b", "c")), sum(1 for _ in hanoi(8, *"abc")))


def primes():
    found = []
    n = 2
    while True:
        if all(n % p for p in found):
            found.append(n)
            yield n
        n += 1


from itertools import islice

print(list(islice(primes(), 12)))
