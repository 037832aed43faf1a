# A variable that had another value for a while is looked at when it has its first one again.
import sys

def look():
    return sys._getframe(1).f_locals["changing"]

def changed_back(first, second, sized):
    changing = first
    before = look()
    kept = changing
    changing = second
    size = len(sized)
    changing = kept
    return before, size, look()

result = None
for i in range(3000):
    result = changed_back("first", "second", {1: 2})
print(result)
