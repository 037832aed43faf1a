# Every method of list.
items = [3, 1, 2]
print(items.append(4), items, items.extend((5, 6)), items, items.insert(0, 9), items.insert(-1, 8), items.insert(100, 7), items)
print(items.pop(), items.pop(0), items.pop(-2), items, items.remove(2), items)
print(items.index(4), items.index(4, 1), items.count(3), items.count(99), items.copy() == items, items.copy() is items)
items.reverse()
print(items)
items.sort()
print(items, items.clear(), items)
for act in (lambda: [].pop(), lambda: [1].pop(5), lambda: [1].remove(2), lambda: [1].index(2), lambda: [1][1], lambda: [1].insert("a", 1), lambda: [].extend(5)):
    try:
        act()
    except (IndexError, ValueError, TypeError) as error:
        print(type(error).__name__, error)
