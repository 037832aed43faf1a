# The target of an augmented assignment is evaluated once.
def say(x, v):
    print(x, end=" ")
    return v
d = {"k": [1]}
say("d", d)[say("k", "k")] += say("v", [2])
print(d)
class O:
    def __init__(self): self.__dict__["n"] = 1
    def __getattr__(self, a): print("get", a); return 10
    def __setattr__(self, a, v): print("set", a, v); self.__dict__[a] = v
o = O()
o.n += 1
o.missing **= 2
x = 7
x //= 2; x <<= 3; x |= 1; x ^= 3; x &= 0xff; x >>= 1; x %= 7; x -= 10; x *= 3
print(x)
x /= 4
print(x)
s = l = [1]
l += (2,); l *= 2
print(s)
a = b = "x"
a += "y"
print(a, b)
class M:
    def __matmul__(self, o): return "mat"
m = M(); m @= 5
print(m)
try: undefined += 1
except NameError as e: print(e)
l[1:3] += [9, 9]
print(l)
