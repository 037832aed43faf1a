x, y = 3, "text"
print(f"{x=} {y=} {x = } {x  =  }")
print(f"{x=:5} {y=!s} {y=!s:>6} {y = !r:^10}")
print(f"{x + 1=} {x == 3=} {(x:=5)=}")
print(f"{x,y=} {[x, y]=}")
print(f"{f'{x=}'=}")
print(f"""{
x
=}""")
print(f"{ x = }|{'a' 'b'=}|{x!=3=}|{x<=5=}")
print(f"{x=}" f"{y=}", "{x=}")
