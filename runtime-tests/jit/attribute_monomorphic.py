# Attribute loads and stores on one shape.
class Particle:
    def __init__(self, x, v):
        self.x = x
        self.v = v
        self.steps = 0
def advance(p, n):
    for _ in range(n):
        p.x = p.x + p.v
        p.steps += 1
        if p.x > 100:
            p.v = -p.v
        if p.x < 0:
            p.v = -p.v
    return p.x, p.v, p.steps
print(advance(Particle(0, 3), 5000), advance(Particle(0.5, 1.25), 5000))
class Node:
    def __init__(self, value, next):
        self.value = value
        self.next = next
head = None
for i in range(2000):
    head = Node(i, head)
def walk(node):
    total = 0
    while node is not None:
        total += node.value
        node = node.next
    return total
print(walk(head), walk(head), walk(None))
