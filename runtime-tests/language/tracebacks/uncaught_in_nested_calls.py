# exit: 1
class Account:
    def withdraw(self, amount):
        return self.check(amount)[amount]

    def check(self, amount):
        return [x for x in range(amount)]


def main():
    account = Account()
    print(account.withdraw(2))


main()
