# The development server notices that a source changed.
from _client import once, wait_until

print(once("GET", "/word/").body.decode())
with open("shop/views.py") as file:
    source = file.read()
with open("shop/views.py", "w") as file:
    file.write(source.replace('WORD = "first"', 'WORD = "second, and longer"'))


def reloaded():
    try:
        return once("GET", "/word/").body == b"second, and longer"
    except (ConnectionError, AttributeError):
        return False


wait_until(reloaded)
print(once("GET", "/word/").body.decode())
