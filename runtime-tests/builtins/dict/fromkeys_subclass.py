# fromkeys makes instances of the class and uses its __setitem__.
class D(dict):
    def __init__(self): print("init"); super().__init__()
    def __setitem__(self, k, v): super().__setitem__(k, ("set", v))
print(D.fromkeys("ab", 1), type(D.fromkeys([])).__name__, dict.fromkeys("aab"), dict.fromkeys({1: 2}, []), dict.fromkeys({"s"}, 0), dict.fromkeys(range(2)))
class N(dict):
    def __new__(cls): return {"preset": 1}
print(N.fromkeys("x", 2))
class Fail(dict):
    def __setitem__(self, k, v): raise ValueError("no " + k)
try: Fail.fromkeys("z")
except ValueError as e: print(e)
