cases = [
    {"__name__": "m", "__package__": None},
    {"__name__": "m", "__package__": ""},
    {"__name__": "m"},
    {"__package__": "nowhere.at.all", "__name__": "nowhere.at.all.m"},
]
import warnings

warnings.simplefilter("ignore")
for space in cases:
    for source in "from . import x", "from ..y import x":
        try:
            exec(source, dict(space))
        except BaseException as error:
            print(source, space, type(error).__name__, error)
