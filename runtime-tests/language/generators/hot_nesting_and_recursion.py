# Deep chains of generators, trees walked by recursive generators, and the recursion limit.
# gc-stress: 50
class Tree:
    def __init__(self, left, value, right):
        self.left = left
        self.value = value
        self.right = right

    def __iter__(self):
        if self.left:
            yield from self.left
        yield self.value
        if self.right:
            yield from self.right


def tree(values):
    if not values:
        return None
    middle = len(values) // 2
    return Tree(tree(values[:middle]), values[middle], tree(values[middle + 1:]))


root = tree(range(1000))
for _ in range(3):
    print(sum(root), len(list(root)), list(root)[-3:])


def visit(node):
    if node is not None:
        for value in visit(node.left):
            yield value
        yield node.value
        for value in visit(node.right):
            yield value


print(sum(visit(root)), list(visit(root))[:5])


def add_one(source):
    for x in source:
        yield x + 1


def chain(depth, n):
    source = iter(range(n))
    for _ in range(depth):
        source = add_one(source)
    return sum(source)


print(chain(50, 300), chain(3, 3000), chain(200, 20))


def permutations(items):
    if len(items) <= 1:
        yield items
    else:
        for i in range(len(items)):
            for rest in permutations(items[:i] + items[i + 1:]):
                yield items[i:i + 1] + rest


print(len(list(permutations([1, 2, 3, 4, 5]))), list(permutations("abc")))


def forever(n):
    yield n
    yield from forever(n + 1)


def deep():
    try:
        for n in forever(0):
            pass
    except RecursionError:
        return n > 200
    return "no limit"


print(deep(), deep())


def grid(rows, columns):
    for r in range(rows):
        for c in range(columns):
            if (r + c) % 3:
                yield r, c
            else:
                continue


print(sum(r * c for r, c in grid(40, 50)), sum(1 for _ in grid(100, 0)), len(list(grid(0, 5))))


def product(*pools):
    if not pools:
        yield ()
        return
    for item in pools[0]:
        for rest in product(*pools[1:]):
            yield (item,) + rest


print(len(list(product(range(5), "ab", range(7)))), list(product("ab", [1, 2])))


def primes():
    found = []
    n = 2
    while True:
        if all(n % p for p in found):
            found.append(n)
            yield n
        n += 1


import itertools
print(list(itertools.islice(primes(), 60))[-5:])
