# __iter__ and __next__ of the wrong kind.
class A:
    def __iter__(self): return 5
class B:
    __iter__ = None
class C:
    def __next__(self): return 1
class D:
    def __iter__(self): return C()
class E:
    def __iter__(self): return self
    __next__ = None
class F:
    def __getitem__(self, i): return 1
    __iter__ = None
for v in (A(), B(), C(), D(), E(), F()):
    try: print(iter(v) is v)
    except TypeError as e: print("iter", e)
    try: next(v); print("next")
    except TypeError as e: print("next", e)
    try: 1 in v
    except TypeError as e: print("in", e)
    try: a, b = v
    except (TypeError, ValueError) as e: print("unpack", e)
    try:
        for x in v: break
    except TypeError as e: print("for", e)
