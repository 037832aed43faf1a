x = "global"


def f():
    x = "local"
    exec("x = 'changed'")
    seen = eval("x")
    space = {}
    exec("y = 1\ndef g(): return y", space)
    return x, seen, space["g"](), sorted(k for k in space if k != "__builtins__")


print(f())
print(eval("x", {"x": 1}), eval("x", {}, {"x": 2}), eval("x", {"x": 3}, {}))
try:
    eval("[x for _ in [1]] and missing", {"x": 1})
except NameError as error:
    print(error)
space, local = {}, {}
exec("a = 1\nglobal b\nb = 2\nclass C:\n    inner = b", space, local)
print(sorted(local), "b" in space)
try:
    exec("def f(): return a1\na1 = 1\nf()", {}, {})
except NameError as error:
    print(error)


class Mapping:
    def __getitem__(self, key):
        print("get", key)
        if key == "known":
            return 5
        raise KeyError(key)

    def __setitem__(self, key, value):
        print("set", key, value)


exec("z = known + len('ab')", {}, Mapping())
for args in (("1", 5), ("1", {}, 5), (5,), ("1", {}, {}, {})):
    try:
        eval(*args)
    except TypeError as error:
        print(error)
print(eval(compile("1 + 1", "s", "eval")), exec(compile("q = 1", "s", "exec")), q)
def closure():
    n = 1
    return lambda: n
try:
    exec(closure().__code__)
except TypeError as error:
    print(error)
exec(closure().__code__, closure=closure().__closure__)
