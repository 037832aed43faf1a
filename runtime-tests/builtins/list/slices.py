# Reading, assigning and deleting slices.
base = list(range(10))
print(base[2:5], base[:3], base[7:], base[-3:], base[::3], base[::-1], base[8:2:-2], base[5:5], base[-100:100], base[20:])
base[2:5] = ["a"]
print(base)
base[1:1] = [100, 200]
print(base)
base[::2] = [0] * len(base[::2])
print(base)
del base[::3]
print(base)
del base[1:3], base[-1]
print(base)
base[:] = []
print(base)
base[5:] = "xyz"
print(base, base[True:], base[slice(None, None, 2)])
def wrong_size():
    base[::2] = [1]
def no_iterable():
    base[0:1] = 5
def delete_beyond():
    del base[9]
def store_beyond():
    base[9] = 1
for act in (wrong_size, no_iterable, delete_beyond, store_beyond, lambda: base[::0]):
    try:
        act()
    except (ValueError, TypeError, IndexError) as error:
        print(type(error).__name__, error)
