# A global statement reaches past the enclosing functions.
value = "module"
def outer():
    value = "outer"
    def writer():
        global value
        value = "written"
    def reader():
        return value
    writer()
    return value, reader()
print(outer(), value)
class Setter:
    global made
    made = 5
    def method(self):
        global made
        made += 1
Setter().method()
print(made, "made" in Setter.__dict__)
def define():
    global function, Kind
    def function():
        return "f"
    class Kind:
        pass
define()
print(function(), function.__qualname__, Kind.__qualname__)
