import builtins

real = builtins.__import__
log = []


def tracing(name, globals=None, locals=None, fromlist=(), level=0):
    log.append((name, fromlist, level))
    return real(name, globals, locals, fromlist, level)


space = {"__builtins__": {"__import__": tracing}}
exec("import os.path\nimport os.path as p\nfrom os import path, sep\nfrom math import *", space)
print(log)


class Fake:
    attribute = "fake"
    deep = "deep"


exec("import whatever.deep\nimport whatever.deep as d", fake := {"__builtins__": {"__import__": lambda *args: Fake}})
print(fake["whatever"].attribute, fake["d"])
