# slice as an object, and subscripting with it.
s = slice(1, 10, 2)
print(s, s.start, s.stop, s.step, s.indices(5), slice(None).indices(3), slice(None, None, -1).indices(4), slice(5) == slice(None, 5, None))
class Probe:
    def __getitem__(self, key):
        return key
    def __setitem__(self, key, value):
        print("set", key, value)
    def __delitem__(self, key):
        print("del", key)
p = Probe()
print(p[1], p[1:2], p[:], p[::2], p[1, 2:3], p[...], p["a":"b"], p[()])
p[1:2] = 5
del p[3:], p[0, 1]
class Index:
    def __index__(self):
        return 2
print([10, 20, 30, 40][Index()], [10, 20, 30, 40][Index():], "abcdef"[:Index()], (1, 2, 3)[-Index().__index__()])
try:
    [1, 2]["a":]
except TypeError as error:
    print(error)
