import builtins

builtins.made_up = "from builtins"
print(made_up)
made_up = "shadow"
print(made_up)
del made_up
print(made_up)
del builtins.made_up
try:
    made_up
except NameError as error:
    print(error)
print(eval("len", {"__builtins__": {"len": 5}}))
try:
    eval("print", {"__builtins__": {}})
except NameError as error:
    print(error)
try:
    exec("import os", {"__builtins__": {}})
except ImportError as error:
    print(error)
space = {}
exec("pass", space)
print(list(space), space["__builtins__"] is builtins.__dict__ or space["__builtins__"] is builtins)
f = eval("lambda: abs", {"__builtins__": {"abs": "replaced"}})
print(f(), f.__builtins__)
