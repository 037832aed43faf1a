# Type parameters of functions, classes and aliases.
def f[T, *Ts, **P](x: T) -> T: return x
class C[A, B: int, D: (str, bytes), E = list]:
    x: A
    def m[M](self, v: M) -> A: return v
type Alias[K] = dict[K, list[K]]
type Rec = list[Rec] | None
print(f.__type_params__, [type(p).__name__ for p in f.__type_params__], f(5), C.__type_params__, C.__parameters__, "", C.m.__type_params__)
a, b, d, e = C.__type_params__
print(a.__bound__, b.__bound__, d.__constraints__, e.__default__, a.has_default(), e.has_default(), a.__name__, a.__infer_variance__)
print(Alias, Alias.__value__, Alias.__type_params__, Alias[int], Rec.__name__, type(Alias).__name__, Alias[int].__args__)
print(C[int, bool, str, set].__origin__.__name__, [b.__name__ for b in C.__mro__], f.__annotations__, C.__annotations__)
type Lazy = undefined_name
try: Lazy.__value__
except NameError as err: print(err)
for s in ("def f[T, T](): pass", "class A[T=int, U]: pass", "def f[T: (yield)](): pass", "class A[T](x := 1): pass", "type 1 = 2", "def f[T: (x := 1)](): pass", "type X = (yield)", "def f[T](x=(yield)): pass"):
    try: compile(s, "s", "exec"); print(s, "| fine")
    except SyntaxError as err: print(s, "|", err.msg)
