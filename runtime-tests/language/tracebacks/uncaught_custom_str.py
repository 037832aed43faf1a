# exit: 1
class Odd(Exception):
    def __str__(self):
        return "line one\nline two"


class Broken(Exception):
    def __str__(self):
        raise KeyError


try:
    raise Broken
except Broken:
    raise Odd
