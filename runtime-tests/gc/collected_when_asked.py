# What no variable names any more is gone after gc.collect(), whatever registers still hold; what one names stays.
import gc
import weakref


class Thing:
    pass


def named():
    thing = Thing()
    ref = weakref.ref(thing)
    del thing
    gc.collect()
    return ref() is None


def temporary():
    ref = weakref.ref(Thing())
    gc.collect()
    return ref() is None


def kept():
    thing = Thing()
    ref = weakref.ref(thing)
    gc.collect()
    return ref() is thing


print([named() for i in range(5)], [temporary() for i in range(5)], [kept() for i in range(5)])
