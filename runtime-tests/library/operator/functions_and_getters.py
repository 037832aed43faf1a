import _operator
import operator
from operator import attrgetter, itemgetter, methodcaller


def show(f, *args, **kwargs):
    try:
        print(repr(f(*args, **kwargs)))
    except Exception as error:
        print(type(error).__name__, error)


print([n for n in dir(_operator) if not n.startswith("__")])
binary = "add sub mul floordiv truediv mod pow lshift rshift and_ xor or_ lt le eq ne ge gt is_ is_not iadd isub imul ifloordiv itruediv imod ipow ilshift irshift iand ixor ior"
for name in binary.split():
    print(name, getattr(operator, name)(13, 3), end="; ")
print()
for name in "truth not_ abs neg pos inv invert index is_none is_not_none".split():
    print(name, getattr(operator, name)(-5), end="; ")
print()
show(operator.concat, [1], [2])
show(operator.concat, 1, 2)
show(operator.concat, [], 2)
items = [1]
print(operator.iconcat(items, [2]) is items, items)
show(operator.contains, "abc", "b")
show(operator.countOf, [1, 2, 1.0, True], 1)
show(operator.countOf, 1, 2)
show(operator.indexOf, [1, 2, 3], 3)
show(operator.indexOf, [1], 2)
d = {}
operator.setitem(d, 1, 2)
print(d, operator.getitem(d, 1), operator.delitem(d, 1), d)
show(operator.length_hint, [1, 2])
show(operator.length_hint, iter([1, 2, 3]))
show(operator.length_hint, 5, 7)
show(operator.length_hint, 5, "a")


class Hint:
    def __init__(self, value):
        self.value = value

    def __length_hint__(self):
        if isinstance(self.value, Exception):
            raise self.value
        return self.value


for value in 4, -1, "a", NotImplemented, TypeError("x"), KeyError("y"):
    show(operator.length_hint, Hint(value), 9)
show(operator.call, max, 3, 4)
show(operator.call, dict, a=1)
show(operator.call)
show(operator.add, 1)
show(operator.add, 1, b=2)
show(operator.index, 1.5)
show(operator.matmul, 1, 2)
show(_operator._compare_digest, "abc", "abc")
show(_operator._compare_digest, "abc", "abd")
show(_operator._compare_digest, b"abc", bytearray(b"abc"))
show(_operator._compare_digest, b"abc", memoryview(b"abcd"))
show(_operator._compare_digest, "é", "é")
show(_operator._compare_digest, 1, "a")
print(operator.add.__doc__, operator.add.__text_signature__)


class Node:
    def __init__(self, value, child=None):
        self.value = value
        self.child = child

    def method(self, *args, **kwargs):
        return self.value, args, kwargs


node = Node(1, Node(2, Node(3)))
print(attrgetter("value")(node), attrgetter("child.child.value")(node), attrgetter("value", "child.value")(node))
show(attrgetter("missing"), node)
show(attrgetter("child.child.child.value"), node)
show(attrgetter)
show(attrgetter, 1)
show(attrgetter("a"))
show(attrgetter("a"), 1, 2)
show(attrgetter, "a", x=1)
show(lambda: attrgetter("a.b", "c"))
show(attrgetter("a.b", "c").__reduce__)
print(itemgetter(1)([4, 5, 6]), itemgetter(2, 0)([4, 5, 6]), itemgetter("k")({"k": 1}), itemgetter(slice(1))([7, 8]))
show(itemgetter(5), [1])
show(itemgetter)
show(itemgetter(1, 2).__reduce__)
show(lambda: itemgetter(1, "a"))
print(methodcaller("method")(node), methodcaller("method", 1, k=2)(node), methodcaller("upper")("abc"))
show(methodcaller("nothing"), node)
show(methodcaller)
show(methodcaller, 1)
show(methodcaller("a"))
show(lambda: methodcaller("m", 1, x=2))
show(methodcaller("m", 1).__reduce__)
make, args = methodcaller("method", 1, x=2).__reduce__()
print(make(*args)(node))
print(sorted([(2, "a"), (1, "b"), (1, "a")], key=itemgetter(1, 0)))
total = 0
get, name = itemgetter(1), attrgetter("child.value")
for i in range(3000):
    total += get((i, i + 1)) + name(node)
print(total)
