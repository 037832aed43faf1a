# slow
# A long list that survived a collection is stored to at its start and its end, and must be found sound by the next one.

for count in (400000, 262144, 400001):
    items = [None] * count
    made = []
    for round in range(4):
        for i in range(300):
            items[i] = (round, i)
            items[-1 - i] = [round, i]
        for i in range(60000):
            made.append((i, round))
        made = made[-1000:]
        assert all(items[i] == (round, i) and items[-1 - i] == [round, i] for i in range(300))
    print(count, items[0], items[-1], items[299], items[-300])

numbers = list(range(200000))
for _ in range(4):
    ordered = sorted(numbers, key=lambda n: -n)
    pairs = [(n % 100, n) for n in ordered]
    print(ordered[0], pairs[-1])
