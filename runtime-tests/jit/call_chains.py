# Small functions that call small functions; the traceback of an error below keeps every level.
def square(x): return x * x
def sum_squares(a, b): return square(a) + square(b)
def norm(a, b): return sum_squares(a, b) ** 0.5
def clamp(x, low=0, high=100): return low if x < low else high if x > high else x
def drive(n):
    total = 0
    for i in range(n):
        total += clamp(norm(i % 7, i % 5) + square(i % 3))
    return total
print(drive(5000), drive(7))
def level3(x): return 100 // x
def level2(x): return level3(x - 1) + 1
def level1(x): return level2(x - 1) + 1
def names(n):
    for i in range(n):
        level1(i + 3)
    try:
        level1(2)
    except ZeroDivisionError as error:
        tb, out = error.__traceback__, []
        while tb:
            out.append((tb.tb_frame.f_code.co_name, tb.tb_lineno))
            tb = tb.tb_next
        return out
print(names(3000))
def swap(a, b): return b, a
def spin(n):
    a, b = 1, 2.5
    for _ in range(n):
        a, b = swap(a, b)
    return a, b
print(spin(3001))
def gcd(a, b): return a if b == 0 else gcd(b, a % b)
print(sum(gcd(i, 360) for i in range(1, 1500)))
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(17), fib(1.0), fib(True))
