# Coroutines run by send, without an event loop.
class Wait:
    def __init__(self, v): self.v = v
    def __await__(self):
        got = yield self.v
        return got
async def leaf(n):
    x = await Wait(n)
    return x * 2
async def main():
    a = await leaf(1)
    b = await leaf(2)
    return a + b
def drive(c, values):
    out = [c.send(None)]
    try:
        for v in values: out.append(c.send(v))
    except StopIteration as e: return out, e.value
print(drive(main(), [10, 20]))
async def bad(v): await v
for v in (5, "x", [1], (i for i in [1])):
    try: bad(v).send(None)
    except TypeError as e: print(e)
class BadAwait:
    def __await__(self): return 5
try: bad(BadAwait()).send(None)
except TypeError as e: print(e)
c = leaf(1)
try: c.send(1)
except TypeError as e: print(e)
c.close()
try: c.send(None)
except RuntimeError as e: print(e)
for f in (lambda: iter(main_c), lambda: next(main_c), lambda: list(main_c)):
    main_c = main()
    try: f()
    except TypeError as e: print(e)
    main_c.close()
