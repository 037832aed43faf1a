# keys, values and items stay in step with the dict.
d = {"a": 1, "b": 2}
keys, values, items = d.keys(), d.values(), d.items()
print(keys, values, items, len(keys), "a" in keys, 2 in values, ("a", 1) in items, ("a", 2) in items)
d["c"] = 3
print(list(keys), list(values), list(items), keys)
print(keys & {"a", "z"}, sorted(keys | {"z"}), sorted(keys - {"a"}), sorted(keys ^ {"a", "z"}), keys == {"a", "b", "c"}, keys >= {"a"})
print([f"{k}={v}" for k, v in d.items()], max(d, key=d.get), list(reversed(items)), keys.isdisjoint({"q"}))
def grow():
    d["new"] = 1
def shrink():
    del d["a"]
for action in (grow, shrink):
    try:
        for key in d:
            action()
    except RuntimeError as error:
        print(error)
d = {n: n for n in range(3)}
for key in d:
    d[key] += 10
print(d)
