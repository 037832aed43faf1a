"""Allocation: builds and walks binary trees of instances."""

import pyperf


class Node:
    def __init__(self, left, right):
        self.left = left
        self.right = right

    def count(self):
        if self.left is None:
            return 1
        return 1 + self.left.count() + self.right.count()


def build(depth):
    if depth == 0:
        return Node(None, None)
    return Node(build(depth - 1), build(depth - 1))


def trees(depth):
    return [build(depth - step).count() for step in range(3)]


if __name__ == "__main__":
    pyperf.Runner().bench_func("trees", trees, 12)
