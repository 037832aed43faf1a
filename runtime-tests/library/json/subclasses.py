# Subclasses of list, tuple and dict that iterate over something else.
import json, os
from collections import UserList
class E(UserList, list): pass
e=E(['a']); print(len(e), list.__len__(e), json.dumps(e), json.dumps({'x':e}), list(e), [*e], tuple(e))
class L(list):
    def __iter__(self): return iter([7,8])
    def __len__(self): return 2
    def __getitem__(self,i): return 9
l=L([1,2,3]); print(json.dumps(l), list(l), [*l], sorted(l), tuple(l), json.dumps({'a':l},indent=1))
class D(dict):
    def items(self): return [('q',1)]
    def __iter__(self): return iter(['z'])
    def __len__(self): return 1
print(json.dumps(D()), json.dumps(D(a=1)))
class T(tuple):
    def __iter__(self): return iter([1])
print(json.dumps(T((5,6))))
class S(list):
    def __iter__(self): return iter("xy")
    def __len__(self): return 2
print("-".join(S("abc")), b"-".join(type("B", (list,), {"__iter__": lambda s: iter([b"q"])})()), os.path.join("a", *S("c")))
