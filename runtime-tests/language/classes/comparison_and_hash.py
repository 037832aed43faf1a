# Rich comparison, reflected comparison, hash, containers.
class Grade:
    def __init__(self, n):
        self.n = n
    def __eq__(self, other):
        return self.n == other.n if isinstance(other, Grade) else NotImplemented
    def __lt__(self, other):
        return self.n < other.n if isinstance(other, Grade) else NotImplemented
    def __le__(self, other):
        return self.n <= other.n if isinstance(other, Grade) else NotImplemented
    def __hash__(self):
        return hash(self.n)
    def __repr__(self):
        return f"G{self.n}"
a, b = Grade(1), Grade(2)
print(a == Grade(1), a != b, a < b, a > b, a <= b, a >= b, a == 1, a != 1, {Grade(1), Grade(1), b} == {a, b}, a in [Grade(1)])
print(sorted([b, a]), max(a, b), min([b, a]), {a: "x"}[Grade(1)], [a, b].index(Grade(2)), [a] == [Grade(1)])
try:
    a < 1
except TypeError as error:
    print(error)
class NoHash:
    def __eq__(self, other):
        return True
print(NoHash() == 5, 5 == NoHash(), NoHash.__hash__, NoHash() != 5)
class Weird:
    def __eq__(self, other):
        return "not a bool"
    def __lt__(self, other):
        return []
    def __contains__(self, item):
        return "yes"
print(Weird() == 1, Weird() < 1, 1 in Weird(), not Weird() == 2)
class Never:
    def __eq__(self, other):
        return False
n = Never()
print(n == n, n in [n], [n] == [n], [n].count(n))
