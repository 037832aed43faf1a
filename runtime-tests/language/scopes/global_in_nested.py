# A name that a nested function declares global is the globals' own at the top too, even if names are stored elsewhere.
source = """
def f():
    y = 1
    def g():
        global y
        return y
    def h():
        return y + 1
    return g, h
y = 9
z = 8
g, h = f()
result = g(), h()
"""
first, second = {}, {}
exec(source, first, second)
print("y" in first, "y" in second, "z" in first, "z" in second, second["result"])

class Here:
    def set(self):
        global inside
        inside = 1
    inside = 2

print(Here.inside, "inside" in globals())
