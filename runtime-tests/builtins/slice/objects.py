# Slice objects.
s = slice(1, 10, 2)
print(s, s.start, s.stop, s.step, s.indices(5), slice(None).indices(3), slice(-3, None).indices(10), slice(None, None, -1).indices(4), slice(5) == slice(None, 5, None), slice(1, 2) < slice(1, 3), hash(slice(1)) == hash(slice(1)))
class G:
    def __getitem__(self, k): return k
    def __setitem__(self, k, v): print("set", k, v)
    def __delitem__(self, k): print("del", k)
g = G()
print(g[1:2], g[:], g[::], g[1:2, ...], g[()], g[1, 2], g["a":"b":None], g[:, 1], g[...], g[1:2:3])
g[1:] = 5; del g[:2]
