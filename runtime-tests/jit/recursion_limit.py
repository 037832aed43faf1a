# Endless recursion raises RecursionError, again and again, and leaves everything usable.
def endless(n):
    return endless(n + 1) + 1
def mutual_a(n):
    return mutual_b(n)
def mutual_b(n):
    return mutual_a(n + 1)
class Loop:
    def __getattr__(self, name):
        return getattr(self, name + "x")
    def __eq__(self, other):
        return self == other
caught = 0
for _ in range(3):
    for act in (lambda: endless(0), lambda: mutual_a(0), lambda: Loop() == 1):
        try:
            act()
        except RecursionError as error:
            caught += 1
            if caught == 1:
                print(type(error).__name__, str(error).startswith("maximum recursion depth exceeded"))
print(caught)
def depth(n):
    return 0 if n == 0 else 1 + depth(n - 1)
for _ in range(20):
    result = depth(500)
print(result)
def cleanup(n, log):
    try:
        return cleanup(n + 1, log)
    finally:
        log[0] += 1
log = [0]
try:
    cleanup(0, log)
except RecursionError:
    print(log[0] > 100)
