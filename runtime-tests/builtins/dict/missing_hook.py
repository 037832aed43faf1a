# __missing__ serves d[k] only.
class D(dict):
    def __missing__(self, k):
        if k == "bad": raise IndexError("from missing")
        return f"no {k}"
d = D(a=1)
print(d["a"], d["x"], d.get("x"), "x" in d, d.setdefault("y", 2), d, len(d))
try: d["bad"]
except IndexError as e: print(e)
try: d.pop("q")
except KeyError as e: print(repr(e))
d.__missing__ = lambda k: "instance"
print(d["z"], "%(foo)s" % d, "{foo}".format_map(d))
