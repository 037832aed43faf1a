# Limits of the process and its use of resources.
import os
import resource


def show(function, *args):
    try:
        print(function.__name__, function(*args))
    except (OSError, TypeError, ValueError, OverflowError) as error:
        print(function.__name__, type(error).__name__, error)


soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (64, hard))
print(resource.getrlimit(resource.RLIMIT_NOFILE)[0])
try:
    kept = [os.dup(0) for _ in range(64)]
except OSError as error:
    print(error)
resource.setrlimit(resource.RLIMIT_NOFILE, [soft, hard])
print(resource.prlimit(0, resource.RLIMIT_NOFILE) == (soft, hard))
print(resource.prlimit(os.getpid(), resource.RLIMIT_NOFILE, (soft, hard)) == (soft, hard))
for args in ((99,), (-1,), ("x",)):
    show(resource.getrlimit, *args)
for limits in ((1,), 5, (100, 50), ("a", 50), (-5, 1), [1.5, 3], (2**80, 1)):
    show(resource.setrlimit, resource.RLIMIT_NOFILE, limits)
show(resource.setrlimit, 99, (1, 1))
show(resource.prlimit, 2**22 - 1, resource.RLIMIT_NOFILE)
show(resource.getrusage, 55)
used = resource.getrusage(resource.RUSAGE_SELF)
print(type(used).__name__, len(used), used.ru_utime >= 0, used.ru_maxrss > 1000, type(used[0]), type(used[2]))
print(resource.RLIM_INFINITY, resource.getpagesize() == os.sysconf("SC_PAGE_SIZE"), resource.error is OSError)
