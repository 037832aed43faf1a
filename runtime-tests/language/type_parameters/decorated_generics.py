def show(label):
    def decorate(thing):
        print(label, thing.__name__, [str(p) for p in thing.__type_params__])
        return thing

    return decorate


@show("first")
@show("second")
def f[T, *Ts](): ...


@show("class")
class C[**P]: ...


@show("async")
async def g[U](): ...


f.__type_params__ = ()
print(f.__type_params__)
try:
    f.__type_params__ = [1]
except TypeError as error:
    print(error)
print((lambda: 0).__type_params__)
