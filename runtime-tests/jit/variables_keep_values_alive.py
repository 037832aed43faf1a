# A variable that is not read again keeps its value alive until the function ends.
import gc
import weakref

class Thing:
    pass

def holder(n):
    thing = Thing()
    alive = weakref.ref(thing)
    count = 0
    for i in range(n):
        if i % 400 == 0:
            gc.collect()
        count += alive() is not None
    return count

def straight(n):
    thing = Thing()
    alive = weakref.ref(thing)
    gc.collect() if n % 300 == 0 else None
    return alive() is not None

print(holder(2000))
print(sum(straight(i) for i in range(1500)))
