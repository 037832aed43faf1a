# sep, end, file, flush, and what is printed for odd arguments.
import sys
print()
print("a", 1, None, 2.5, sep="|")
print("no newline", end="")
print(" continued", end="!\n")
print("a", "b", sep="")
print(*[1, 2, 3], sep=", ")
print("x", file=sys.stdout, flush=True)
print("multi\nline\ttab")
print("é 日本 😀")
sys.stdout.write("written\n")
class Sink:
    def __init__(self): self.parts = []
    def write(self, text): self.parts.append(text)
sink = Sink()
print("to", "sink", 1, file=sink, end="<end>")
print(sink.parts)
for act in (lambda: print("a", sep=5), lambda: print("a", end=1), lambda: print("a", wrong=1)):
    try:
        act()
    except TypeError as error:
        print(error)
print(sep="-")
print("", "", sep="-")
