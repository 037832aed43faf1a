# A tuple nested too deeply cannot be hashed, and says so.
t = ()
for _ in range(200_000): t = (t,)
try: print(hash(t))
except RecursionError: print("RecursionError")
print(hash(((((),),),),) is not None)
