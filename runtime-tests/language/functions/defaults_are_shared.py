# Default values are evaluated once, when the function is defined.
counter = 0
def tick():
    global counter
    counter += 1
    return counter
def stamp(value=tick()):
    return value
def gather(item, into=[]):
    into.append(item)
    return into
print(stamp(), stamp(), stamp(9), counter)
print(gather(1), gather(2), gather(3, []), gather(4))
print(gather.__defaults__, stamp.__defaults__, gather.__name__, gather.__kwdefaults__)
stamp.__defaults__ = (77,)
print(stamp())
functions = [lambda x, n=n: x * n for n in range(4)]
print([f(10) for f in functions])
