# range.count asks objects that are no ints of every item.
class Always:
    def __eq__(self, other):
        return True

class Some:
    def __eq__(self, other):
        return other % 2 == 0

print(range(10).count(Always()), range(10).count(Some()), range(10).count(3), range(10).count(3.0), range(10).count(11), range(3).count("x"))
