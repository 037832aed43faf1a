# Functions made in a loop share the loop's variable, defaults freeze it.
shared = [lambda: i for i in range(3)]
frozen = [lambda i=i: i for i in range(3)]
print([f() for f in shared], [f() for f in frozen])
def make():
    made = []
    for n in range(3):
        def f():
            return n
        made.append(f)
    before = [f() for f in made]
    n = "after"
    return before, [f() for f in made]
print(make())
nested = [[(lambda: (i, j)) for j in range(2)] for i in range(2)]
print([[f() for f in row] for row in nested])
print([f() for f in (lambda: k for k in range(3))])
