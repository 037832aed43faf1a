# Two texts of the same length are equally near to these doubles: the even digit is shown.
for number in (914723452685009.25, -914723452685009.75, 300000000000000.125, 2.0**52 + 0.5, 123456789012345.0625):
    print(repr(number), str(number), f"{number}")
print(float.__getformat__("double"), float.__getformat__("float"))
try:
    float.__getformat__("int")
except ValueError as error:
    print(error)
