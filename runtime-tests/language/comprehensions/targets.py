# Targets of comprehensions may be patterns, attributes and subscripts.
print([a + b for a, b in [(1, 2), (3, 4)]])
print([(a, rest) for a, *rest in ["abc", "de", "f"]])
print([x for (x, (y, z)) in [(1, (2, 3))]], [z for x, (y, [z]) in [(1, (2, [3]))]])
class Box: pass
box = Box()
print([box.value for box.value in range(3)], box.value)
cells = [0, 0]
print([list(cells) for cells[1] in "ab"])
try:
    [a for a, b in [(1, 2, 3)]]
except ValueError as e:
    print(e)
