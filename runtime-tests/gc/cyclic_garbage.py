# Cycles are made and dropped; what is kept stays whole.
class Node:
    def __init__(self, value):
        self.value = value
        self.partner = None
        self.children = []
kept = []
total = 0
for i in range(3000):
    a, b = Node(i), Node(-i)
    a.partner, b.partner = b, a
    a.children.append(b)
    b.children.append(a)
    a.children.append(a.children)
    if i % 500 == 0:
        kept.append(a)
    total += a.partner.partner.value
print(total, [(n.value, n.partner.value, n.partner.partner is n, n.children[1] is n.children) for n in kept])
