# Errors raised by the fields of f-strings.
acts = [lambda: f"{1:z}", lambda: f"{'a':d}", lambda: f"{[]:>3}", lambda: f"{1:.2}", lambda: f"{None:5}", lambda: f"{1.5:d}", lambda: f"{'a':=5}", lambda: f"{1:,_}", lambda: f"{1:c}", lambda: f"{-1:c}", lambda: f"{1j:%}", lambda: f"{'s':+}", lambda: f"{'s':,}", lambda: f"{3:.}", lambda: f"{'x':.-1}", lambda: f"{object:>10}"]
class NotString:
    def __format__(self, spec):
        return 5
acts.append(lambda: f"{NotString()}")
for act in acts:
    try:
        print(ascii(act()))
    except Exception as e:
        print(type(e).__name__, e)
