# slow
# A session with the debugger: it stops at lines and breakpoints, steps, shows values and goes on. The profilers in Python too.
import io
import pdb
import profile
import pstats
import trace

def square(x):
    y = x * x
    return y

def work():
    a = square(3)
    b = square(a)
    return a + b

commands = "n\np a\nb square\nc\np x\nn\np y\nclear 1\nc\n"
output = io.StringIO()
debugger = pdb.Pdb(stdin=io.StringIO(commands), stdout=output, nosigint=True, readrc=False)
print(debugger.runcall(work))
for line in output.getvalue().splitlines():
    if __file__ in line or line.startswith(("-> ", "(Pdb)")):
        print(line.replace(__file__, "FILE"))

profiler = profile.Profile()
profiler.runcall(square, 4)
table = io.StringIO()
pstats.Stats(profiler, stream=table).sort_stats("name").print_stats("square")
print([line.split()[0] for line in table.getvalue().splitlines() if "(square)" in line])

tracer = trace.Trace(count=1, trace=0)
tracer.runfunc(square, 5)
print(sorted(line - square.__code__.co_firstlineno for file, line in tracer.results().counts))
