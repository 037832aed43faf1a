class NoIter:
    __iter__ = None

    def __getitem__(self, i):
        return [1, 2][i]


class NoContains:
    __contains__ = None

    def __iter__(self):
        return iter([1])


class NoHash:
    __hash__ = None


class NoReversed:
    __reversed__ = None

    def __len__(self):
        return 1

    def __getitem__(self, i):
        return i


class NoCall:
    __call__ = None


class NoEnter:
    __enter__ = None
    __exit__ = None


for action in (
    lambda: type(iter(NoIter())),
    lambda: 1 in NoIter(),
    lambda: list(NoIter()),
    lambda: [*NoIter()],
    lambda: 1 in NoContains(),
    lambda: hash(NoHash()),
    lambda: reversed(NoReversed()),
    lambda: NoCall()(),
    lambda: dict(NoIter()),
):
    try:
        print(action())
    except TypeError as error:
        print(error)
