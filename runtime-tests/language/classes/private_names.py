# Names with two underscores are mangled inside a class.
class Account:
    __rate = 2
    def __init__(self):
        self.__balance = 10
        self.__dunder__ = "kept"
    def grow(self):
        self.__balance *= self.__rate
        return self.__balance
    def __secret(self):
        return "base"
    def reveal(self):
        return self.__secret()
class Sub(Account):
    def __secret(self):
        return "sub"
a = Sub()
print(a.grow(), a.grow(), sorted(a.__dict__), a.reveal(), a._Account__secret(), a._Sub__secret(), Account._Account__rate)
try:
    a.__balance
except AttributeError as error:
    print(error)
