# Functions with one code object and different globals, hot in turns.
import types

name = "main"


def get():
    return name, len("ab")


def loop(n):
    total = 0
    for i in range(n):
        total += step
    return total


def generate(n):
    for i in range(n):
        yield name, i


step = 1
other = {"name": "other", "step": 10, "len": lambda text: "own len", "range": range}
third = {"name": "third", "step": 100}
versions = [
    [types.FunctionType(f.__code__, space) for f in (get, loop, generate)] for space in (globals(), other, third)
]
for _ in range(50):
    line = [(g(), l(5), list(gen(2))) for g, l, gen in versions]
print(line)
for g, l, gen in reversed(versions):
    for _ in range(100):
        seen = g(), l(30), sum(1 for pair in gen(40))
    print(seen)

source = """
def f(n):
    return n + delta
for i in range(200):
    result = f(i)
"""
code = compile(source, "shared", "exec")
for delta in (1, 1000):
    space = {"delta": delta}
    exec(code, space)
    print(space["result"])
other["name"] = "changed"
name = "also changed"
print([g() for g, _, _ in versions])
