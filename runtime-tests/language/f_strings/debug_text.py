# The = in a field keeps the text of the expression.
a, b = 1, "x"
print(f"{a=}", f"{ a = }", f"{a  =  }", f"{b=}", f"{b=!s}", f"{b=!a:>5}", f"{a=:>4}")
print(f"{a+1=}", f"{a == 1=}", f"{a<=2=}", f"{[a,b]=}", f"{b['x' == 'y']=}", f"{len(b)=}")
print(f"{a
=}")
print(f"{(a, # comment
   b)=}")
print(f'{"é"=}', f"{a!=2=}", f"{a=}{b=}")
