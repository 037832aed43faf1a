# async for, async with and asynchronous comprehensions.
class AIt:
    def __init__(self, n): self.n = n
    def __aiter__(self): return self
    async def __anext__(self):
        self.n -= 1
        if self.n < 0: raise StopAsyncIteration
        return self.n
class AM:
    async def __aenter__(self): print("enter"); return "m"
    async def __aexit__(self, k, v, t): print("exit", k and k.__name__); return k is KeyError
async def agen():
    for i in range(3): yield i
async def main():
    async for x in AIt(3): print(x, end=" ")
    else: print("else")
    async with AM() as m, AM(): print(m)
    async with AM(): raise KeyError
    print([x async for x in agen() if x], {x: y async for x in agen() for y in [x * x]}, [y async for y in (z + 1 async for z in agen())])
    for bad in (5, [1]):
        try:
            async for _ in bad: pass
        except TypeError as e: print(e)
        try:
            async with bad: pass
        except TypeError as e: print(e)
    return "end"
def run(c):
    try:
        while True: c.send(None)
    except StopIteration as e: return e.value
print(run(main()))
for s in ("async for x in y: pass", "def f(): await x", "def f():\n async with a: pass", "async def f(): yield 1; return 2", "async def f(): yield from x", "def f(): [x async for x in y]", "async def f(): [x async for x in y]", "async def f(): return (x async for x in y)"):
    try: compile(s, "s", "exec"); print(s, "| fine")
    except SyntaxError as e: print(s, "|", e.msg)
