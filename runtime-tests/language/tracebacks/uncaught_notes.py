# exit: 1
# Notes are printed below the message.
class Custom(Exception):
    def __str__(self):
        return "custom text\nsecond line"
def f():
    e = Custom()
    e.add_note("first")
    e.add_note("second\n  third")
    raise e
f()
