# The error of a star argument names the callee, in compiled code too.
def call(stack):
    args = stack.pop()
    function = stack[-1]
    stack[-1] = function(*args)
    return stack

def one(x):
    return x

for _ in range(3000):
    call([one, (1,)])
for callee in (one, len, int, one.__get__(3)):
    try:
        call([callee, 5])
    except TypeError as error:
        print(error)
