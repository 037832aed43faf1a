import itertools
from itertools import *


def show(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as error:
        print(type(error).__name__, error)


print([n for n in dir(itertools) if not n.startswith("__")])
for pool in "", "a", "abc", "abcd":
    for r in range(5):
        print(list(permutations(pool, r)), list(combinations(pool, r)), list(combinations_with_replacement(pool, r)))
print(["".join(p) for p in permutations("abc")], list(permutations([1, 2], None)))
print(list(product()), list(product("ab", [1, 2])), list(product("ab", repeat=2)), list(product("ab", "")), list(product([], repeat=0)), list(product("ab", range(2), repeat=2))[5:8])
show(product, "ab", repeat=-1)
show(product, "ab", other=1)
show(product, "ab", repeat="x")
show(product, 5)
show(permutations, "ab", -1)
show(permutations, "ab", 1.5)
show(permutations)
show(combinations, "ab")
show(combinations, "ab", -1)
show(combinations, 5, 1)
show(combinations_with_replacement, "ab", -1)
show(combinations_with_replacement, r=1)
print(list(combinations(iterable="abc", r=2)))

print([(k, list(g)) for k, g in groupby("aabbbac")], [k for k, g in groupby([1, 1, 2, 2, 3])])
print([(k, list(g)) for k, g in groupby(range(10), key=lambda x: x // 4)], list(groupby([])))
groups = list(groupby("aab"))
print([(k, list(g)) for k, g in groups])
it = groupby([1, 1, 1, 2, 2])
k, g = next(it)
print(k, next(g), next(it)[0], list(g))
show(groupby)
show(groupby, 5)
show(next, groupby([1], key=lambda x: 1 / 0))

print(list(batched("abcdefg", 3)), list(batched([], 2)), list(batched("abcd", 2, strict=True)), list(batched("abc", 1)))
show(batched, "abc", 0)
show(batched, "abc")
show(lambda: list(batched("abc", 2, strict=True)))
show(batched, "abc", 2, True)
print(len(list(batched(range(1000), 130))), sum(map(len, batched(range(1000), 130))))

a, b = tee([1, 2, 3])
print(next(a), next(a), next(b), list(a), list(b), list(a))
print(tee([1], 0), [list(t) for t in tee("ab", 3)], len(tee([], 5)))
a, b = tee(range(200))
first = list(islice(a, 150))
c, = tee(a, 1)
print(first == list(islice(b, 150)), list(c) == list(range(150, 200)), sum(b), sum(a))
import copy
a, = tee(iter("xyz"), 1)
next(a)
b = copy.copy(a)
print(list(a), list(b))
show(tee, [1], -1)
show(tee, 5)


def reenter():
    yield 1
    yield next(other)


one, other = tee(reenter())
print(next(one))
show(lambda: [next(one), next(one)])

print(list(accumulate([1, 2, 3])), list(accumulate([1, 2, 3], max, initial=2)), list(accumulate([], initial=7)))
print(list(zip_longest("ab", "wxyz", [1], fillvalue="-")), list(zip_longest()), list(pairwise("abcd")), list(pairwise("a")))
print(list(chain("ab", [1])), list(chain.from_iterable(["ab", "cd"])), list(islice(count(5, 3), 4)), list(islice(count(1.5, 0.5), 3)))
print(list(islice("abcdefg", 1, 6, 2)), list(islice("abc", None)), list(islice("abc", 2)), list(takewhile(str.isalpha, "ab1c")), list(dropwhile(str.isalpha, "ab1c")))
print(list(filterfalse(None, [0, 1, "", 2])), list(compress("abcd", [1, 0, 1])), list(islice(cycle("ab"), 5)), list(repeat(1, 3)), list(starmap(pow, [(2, 3), (3, 2)])))
print(repeat(1, 3), count(3), count(2, 5), repeat("x"))
show(islice, "abc", -1)
show(islice, "abc", 1, 2, 0)
show(zip_longest, "a", other=1)
show(next, chain([]))
show(next, starmap(pow, [5]))


class Mine(permutations):
    pass


print(list(Mine("ab")), isinstance(Mine("ab"), permutations))
total = 0
for x, y in product(range(60), range(60)):
    total += x * y
for row in combinations(range(14), 5):
    total += row[0] + row[-1]
for k, g in groupby(range(5000), lambda v: v // 7):
    total += k * sum(g)
print(total)
