# KeyError shows the repr of its only argument.
for args in ((), ("a",), (1,), ("it's",), ("a", "b"), (("t",),), (None,), ("é\n",)):
    print(str(KeyError(*args)), repr(KeyError(*args)), str(LookupError(*args)))
print(KeyError("x").__str__(), f"{KeyError('k')}", IndexError("k"))
