import sys
sys.setrecursionlimit(10**9)
import functools,types,collections,weakref,copy,pickle,string.templatelib,itertools,ast,operator,dataclasses
a=[];b=[]
for i in range(100000):
    a=collections.OrderedDict(a=a)
    a,b=b,a
    a=collections.OrderedDict(a=a)
    a,b=b,a
try: a<b
except (RecursionError,TypeError,AttributeError,NotImplementedError,ValueError,pickle.PicklingError) as e: print(type(e).__name__,str(e)[:60])
