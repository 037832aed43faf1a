class I:
    def __index__(self):
        return 2


class Bad:
    def __index__(self):
        return "x"


class Show:
    def __getitem__(self, key):
        return key

    def __setitem__(self, key, value):
        print("set", key, value)

    def __delitem__(self, key):
        print("del", key)


s = Show()
print(s[1], s[1:2], s[::], s[1:2, ::3, ...], s[()], s[1,], s[*[1, 2]], s[*[1, 2], 3:4], s[a := 5])
s[1:2] = 3
del s[::2], s[0]
s[1, 2:3] += (4,)
data = [10, 20, 30, 40]
print(data[I()], data[I():], data[: I()], "abcd"[I()], (1, 2, 3)[I()], range(10)[I()], bytes(5)[I()])
print([0] * I(), hex(I()), "x" * I(), int(I()), chr(I()) == "\x02", slice(1, I(), None).indices(10))
for action in (lambda: data[Bad()], lambda: data[1.0], lambda: data["a"], lambda: data[None], lambda: data[2**100], lambda: data[: 2**100], lambda: data[::0], lambda: "abc"[5], lambda: ()[0], lambda: {}[[]], lambda: 5[0], lambda: data[1:2:"x"], lambda: None[1]):
    try:
        print(action())
    except (TypeError, IndexError, ValueError) as error:
        print(type(error).__name__, error)
