# gc-stress: 2003
import ast

for text in ["1", "-1", "+2.5", "1+2j", "-1-2j", "'a' 'b'", "b'x'", "[1, (2,), {3: 4}, {5}]", "set()", " 1", "\n\t1",
             "None", "...", "True", "0xff", "10**2", "f(1)", "a", "[1 for x in y]", "{**a}", "1+2", "'a'+'b'", "-True"]:
    try:
        print(repr(ast.literal_eval(text)))
    except Exception as error:
        print(type(error).__name__, str(error).split(" <")[0].split(": <")[0])
print(ast.literal_eval(ast.parse("[1, 2]", mode="eval")))
