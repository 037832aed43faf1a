from contextlib import nullcontext as n


class Box:
    pass


box, items = Box(), [0, 0]
with n(1) as box.attribute, n(2) as items[0], n((3, [4, 5])) as (a, [b, *c]):
    print(box.attribute, items, a, b, c)
with (n(1) as x, n(2) as y,):
    print(x, y)
with (n(1), n(2)):
    print("two managers")
with (n(1)) as z:
    print(z)
with (n(1) if x else n(2)) as z, n(z + 1) as w:
    print(z, w)
with n([1, 2, 3]) as [first, *rest]:
    print(first, rest)
with (yield_ := n(7)) as v:
    print(v, yield_.enter_result)
try:
    with (n(1), n(2)) as pair:
        print(pair)
except TypeError as error:
    print(error)
