# super() called without an attribute looked up at once.
class A:
    def m(self): return "A"
class B(A):
    def m(self):
        s = super()
        return s.m(), super().m(), repr(super()).startswith("<super: <class 'B'>, <B object")
    @classmethod
    def c(cls): return repr(super()).startswith("<super: <class 'B'>, <B object")
for _ in range(3): print(B().m(), B.c())
