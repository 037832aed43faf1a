ﬁ = 1
print(fi)
ℌ = 2
print(H)
µ = 3
print("\u00b5" in globals(), "\u03bc" in globals())


class A:
    ªttr = 4


print(A.attr, getattr(A, "ªttr", "getattr does not normalise"))


def f(ﬀ):
    return ff


print(f(ﬀ=5), f(ff=6), f.__code__.co_varnames)
print("变量".isidentifier(), "a·".isidentifier(), "·a".isidentifier(), "℘".isidentifier())
