class Point(Base, metaclass=Meta):
    """Doc."""
    x: int = 0

    def __init__(self, x):
        super().__init__(x)
        self.x = x
        self.__private = __class__
