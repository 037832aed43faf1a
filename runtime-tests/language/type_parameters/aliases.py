type Simple = int
type Pair[A, B] = tuple[A, B]
type Lazy = undefined
type Recursive = list[Recursive] | int
print(Simple, repr(Pair), Simple.__name__, Simple.__value__, Pair.__type_params__)
print(Pair[int, str], Pair[int, str].__args__, Pair[int, str].__origin__ is Pair)
try:
    Lazy.__value__
except NameError as error:
    print(error)
undefined = 5
print(Lazy.__value__, Lazy.__value__)
print(Recursive.__value__)
print(Simple | None, type(Simple).__name__, Simple.__module__)
for wrong in lambda: Simple[int], lambda: Simple(), lambda: setattr(Simple, "x", 1), lambda: isinstance(1, Simple):
    try:
        print(wrong())
    except Exception as error:
        print(type(error).__name__, error)


class C:
    type Inner = C
    other = 1


print(C.Inner.__value__ is C, C.Inner)
type = 3
type
print(type)
