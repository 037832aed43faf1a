class N:
    def __init__(self, name, log):
        self.name, self.log = name, log

    def __lt__(self, other):
        self.log.append(f"{self.name}<{other.name}")
        return True

    def __eq__(self, other):
        self.log.append(f"{self.name}=={other.name}")
        return False

    def __contains__(self, other):
        self.log.append(f"{other.name} in {self.name}")
        return True


log = []
a, b, c, d = (N(n, log) for n in "abcd")
print(a < b < c, log)
log.clear()
print(a < b == c < d, log)
log.clear()
print(a < b in c, a is a is not b, log)
log.clear()


def make(n):
    log.append("eval " + n.name)
    return n


print(make(a) == make(b) == make(c), log)
print(1 < 3 > 2 >= 2 != 3 == 3.0 is not None, 3 > 2 < 1, [] == () != {} == {})
print((1 < 2) < 3, 1 < (2 < 3), not 1 < 2 < 3, -1 < 0 < 1 in [1])
