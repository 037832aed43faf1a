# Taking keys from the ends of a dict again and again, with insertions between.
d = dict.fromkeys(range(1000))
taken = [d.popitem()[0] for _ in range(300)]
print(taken[:3], taken[-1], len(d), list(d)[-2:], list(reversed(d))[:2])
for k in ("x", "y"):
    d[k] = k
print(list(d)[-3:], d.popitem(), d.popitem(), d.popitem())
for _ in range(500):
    del d[next(iter(d))]
print(len(d), next(iter(d)), list(d)[:3], list(reversed(d))[-2:])
d[0] = "again"
print(list(d)[-1], next(reversed(d)), next(iter(d)))
del d[500], d[502]
print(list(d)[:3], next(iter(d)))
while d:
    d.popitem()
print(d, list(d), list(reversed(d)))
try:
    d.popitem()
except KeyError as e:
    print(repr(e))
d["new"] = 1
print(d, list(reversed(d)))
queue = {}
for i in range(5000):
    queue[i] = i
    if len(queue) > 3:
        queue.pop(next(iter(queue)))
print(queue)
for i in range(200):
    queue[i] = 1
    queue.popitem()
print(queue)
copy = queue.copy()
copy.update(a=1)
print(copy, list(reversed(copy.items())))

# Text that becomes numbers, and tables of characters.
for text in ("12", "-7", "+8", " 5 ", "1_0", "0012", "9" * 18, "9" * 19, "-", "+", "", "1 2", "\u0663", "1.5", "0x10"):
    for kind in (int, float):
        try:
            print(kind(text), end=" ")
        except ValueError as e:
            print(e, end=" ")
    print()
print(float("1e3"), float(".5"), float("5."), float("-.5e-2"), float("1e400"), float("-inf"), float("+nan"))
for text in (".", "e5", "1e", "1e+", "--1", "+.", "1.5.5", "infinit"):
    try:
        print(float(text))
    except ValueError as e:
        print(e)
class Table(dict):
    def __missing__(self, key):
        return chr(key).upper()
print("abcab".translate({97: "x", 98: None, 99: 0x20ac}), "abc".translate(Table({97: None})), "ab\xe9".translate({0xe9: "e"}))
print("a-b-c-".replace("-", "+"), "a-b-c".replace("-", "+", 1), "a--b".replace("-", ""), "aXbX".replace("X", "\xe9"), "\xe9-".replace("-", "\u20ac"))
print("\xe9a\xe9".replace("\xe9", "e").isascii(), "abab".replace("ab", "abc"), "abab".replace("ab", "a", 1), "aaa".replace("aa", "b"))
print("a\u20ac\U0001f600\xe9".encode(), "\xe9\xff".encode(), b"\xc3\xa9\xc3\xbf".decode(), ascii("a\u20ac\U0001f600\xe9".encode().decode()))
print("x".encode("UTF8"), "\xe9".encode("Latin-1"), b"x".decode("U8"), "x".encode("utf 8"))
try:
    "\ud800".encode()
except UnicodeEncodeError as e:
    print(e)
try:
    "x".encode("no-such-codec-with-a-very-long-name-indeed")
except LookupError as e:
    print(e)
from collections import Counter
c = Counter("abracadabra")
c.update({"a": 1.5})
c.update(["a", "z", 1, True])
print(c)
