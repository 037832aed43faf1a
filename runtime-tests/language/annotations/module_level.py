import sys

x: int = 1
y: "str"
if x > 5:
    never: int
for i in range(2):
    z: list[int]
try:
    print(__annotations__)
except NameError as error:
    print(error)
module = sys.modules[__name__]
print(module.__annotations__, module.__annotations__ is __annotations__)
print(__annotate__(1))
try:
    print(y)
except NameError as error:
    print(error)
