# Old containers are filled with young objects: lists, dicts, instances, cells, tuples in lists.
class Holder:
    pass
table = [None] * 500
names = {}
holder = Holder()
def make_cell():
    value = None
    def put(v):
        nonlocal value
        value = v
    return put, lambda: value
put, get = make_cell()
for step in range(8000):
    slot = step % 500
    table[slot] = [step, str(step), (step, float(step))]
    names["k" + str(slot)] = {"step": step, "list": [step]}
    holder.latest = [step, [step]]
    put([step])
    garbage = [[n] for n in range(3)]
print(all(entry[0] % 500 == i and entry[1] == str(entry[0]) and entry[2] == (entry[0], entry[0] + 0.0) for i, entry in enumerate(table)))
print(sorted(d["step"] for d in names.values()) == list(range(7500, 8000)), holder.latest, get(), table[0], names["k499"])
