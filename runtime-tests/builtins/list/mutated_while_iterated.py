# A list may grow or shrink under its iterator.
items = [1, 2, 3]
for item in items:
    if len(items) < 8:
        items.append(item * 10)
print(items)
for item in items:
    items.remove(item)
print(items)
walker = iter([1, 2])
print(next(walker), next(walker), next(walker, "end"), next(walker, "still"))
items = [1]
walker = iter(items)
print(list(walker))
items.append(2)
print(list(walker))
print(list(reversed([1, 2, 3])), [x for x in [1, 2]].__iter__().__length_hint__())
