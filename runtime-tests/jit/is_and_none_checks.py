# Identity tests and None checks that the compiler may decide early.
class Tree:
    def __init__(self, key):
        self.key, self.left, self.right = key, None, None
def insert(root, key):
    if root is None:
        return Tree(key)
    node = root
    while True:
        if key == node.key:
            return root
        if key < node.key:
            if node.left is None:
                node.left = Tree(key)
                return root
            node = node.left
        else:
            if node.right is None:
                node.right = Tree(key)
                return root
            node = node.right
def height(node):
    return 0 if node is None else 1 + max(height(node.left), height(node.right))
def walk(node):
    if node is not None:
        yield from walk(node.left)
        yield node.key
        yield from walk(node.right)
root, seed = None, 1
for _ in range(600):
    seed = seed * 1103515245 + 12345 & 0x7FFFFFFF
    root = insert(root, seed % 1000)
keys = list(walk(root))
print(height(root), len(keys), keys[:6], keys == sorted(set(keys)))
sentinel = object()
def kinds(values):
    out = {"none": 0, "true": 0, "false": 0, "sentinel": 0, "other": 0}
    for v in values:
        if v is None:
            out["none"] += 1
        elif v is True:
            out["true"] += 1
        elif v is False:
            out["false"] += 1
        elif v is sentinel:
            out["sentinel"] += 1
        elif v is not None:
            out["other"] += 1
    return out
print(kinds([None, 1] * 1500), kinds([None, True, False, sentinel, 0, 1, "", object()] * 300))
def default(value=None):
    if value is None:
        value = []
    value.append(1)
    return len(value)
print(sum(default() for _ in range(2000)), default([1, 2]))
def same(a, b): return a is b
x = [1]
for _ in range(2000):
    r = same(x, x), same(x, [1]), same(None, None), same(True, 1)
print(r)
