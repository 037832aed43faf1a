# Line numbers and function names in the traceback object.
def a():
    b()
def b():
    try:
        c()
    finally:
        pass
def c():
    values = [1,
              2]
    return values[
        5
    ]
try:
    a()
except IndexError as error:
    walk = error.__traceback__
    while walk:
        print(walk.tb_frame.f_code.co_name, walk.tb_lineno)
        walk = walk.tb_next
