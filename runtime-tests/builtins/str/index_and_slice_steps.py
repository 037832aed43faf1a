# Slices of str with all kinds of steps.
s = "abcdé€𝄞"
print(s[::-1], s[::2], s[1::3], s[-2:], s[:-5:-1], s[5:1:-2], s[10:], s[:0], s[3:3], s[::100], s[::-100], s[slice(None, None, 10**30)], s[-10**30:2], s[True:3])
for i in (0, -1, 6, -7): print(s[i], end=" ")
print()
class I:
    def __index__(self): return 2
print(s[I()], s[I():], s[:I()])
for f in (lambda: s[::0], lambda: s[7], lambda: s[-8], lambda: s["a":], lambda: s[1, 2], lambda: s[:"x"]):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
