# Globals change while the loop that reads them is compiled.
factor = 2
def scale(x):
    return x * factor
def run(n, at, new):
    global factor, scale
    total = 0
    for i in range(n):
        if i == at:
            factor = new
        total += scale(i)
    return total
print(run(5000, -1, 0), run(5000, 2500, 3), run(5000, 2500, 0.5), run(10, 5, 1))
def other(x):
    return -1
def swap(n, at):
    global scale
    old = scale
    total = 0
    for i in range(n):
        if i == at:
            scale = other
        total += scale(i)
    scale = old
    return total
print(swap(5000, 2500), run(100, -1, 0))
def vanish(n):
    global temp
    temp = 1
    total = 0
    try:
        for i in range(n):
            total += temp
            if i == 3000:
                del temp
    except NameError as error:
        return total, str(error)
print(vanish(5000))
def through_dict(n):
    total = 0
    for i in range(n):
        if i == 2000:
            globals()["factor"] = 10
        total += factor
    return total
print(through_dict(4000))
