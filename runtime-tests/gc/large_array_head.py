# gc-stress: 7
# The head of a large array holds its length, which must not be taken for a reference when a part of it is rescanned.
items = [None] * 8192
for i in range(200):
    items[0] = [i]
    items[i * 40] = (i, str(i))
print(items[0], items[40], items[199 * 40], len(items))
table = {}
for i in range(3000):
    table[i] = [i]
print(len(table), table[2999])
