# Big lists, dicts and strings, grown, copied, cut and dropped.
big = [str(n) for n in range(20000)]
for round in range(5):
    copy = big[:]
    copy[round] = "changed"
    copy.append(round)
    half = copy[::2]
print(len(big), big[0], len(copy), copy[4], copy[-1], len(half), half[2])
table = {n: (n,) for n in range(15000)}
for n in range(0, 15000, 3):
    del table[n]
print(len(table), table[1], table[14999], sum(v[0] for v in table.values()))
text = "x" * 100000
pieces = [text[n:n + 1000] for n in range(0, len(text), 1000)]
print(len(pieces), "".join(pieces) == text, hash("".join(pieces)) == hash(text))
nested = []
for depth in range(3000):
    nested = [nested, depth]
count, walk = 0, nested
while walk:
    walk, depth = walk
    count += depth
print(count)
rows = [[0] * 50 for _ in range(200)]
for i in range(200):
    for j in range(50):
        rows[i][j] = (i, j)
print(rows[199][49], sum(len(r) for r in rows), rows[0] is rows[1])
