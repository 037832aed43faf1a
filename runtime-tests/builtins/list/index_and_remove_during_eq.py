# A list that shrinks while it is searched.
class Shrink:
    def __init__(self, lst): self.lst = lst
    def __eq__(self, o):
        self.lst.clear()
        return False
for name in ("index", "count", "remove", "__contains__"):
    a = []
    a.extend([Shrink(a) for _ in range(4)])
    try: print(name, getattr(a, name)(5))
    except ValueError as e: print(name, type(e).__name__, e)
    print(a)
