# Delegation with yield from: values, send, throw, close and the result.
def inner():
    try:
        got = yield "i1"
        print("inner got", got)
        yield "i2"
    except ValueError as error:
        yield f"inner caught {error}"
    finally:
        print("inner cleanup")
    return "inner result"
def outer():
    result = yield from inner()
    print("result", result)
    yield from [1, 2]
    yield from range(2)
    yield from "ab"
    return result
print(list(outer()))
g = outer()
print(next(g), g.send("hello"), next(g), list(g))
g = outer()
print(next(g), g.throw(ValueError("thrown")))
print(list(g))
g = outer()
next(g)
g.close()
def tree(t):
    if isinstance(t, list):
        for sub in t:
            yield from tree(sub)
    else:
        yield t
print(list(tree([1, [2, [3, 4], []], [[5]]])))
def chain(depth):
    if depth:
        return (yield from chain(depth - 1)) + 1
    yield "bottom"
    return 0
g = chain(30)
print(next(g))
try:
    next(g)
except StopIteration as stop:
    print(stop.value)
