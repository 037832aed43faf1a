# exit: 1
def load(key):
    try:
        return {}[key]
    except KeyError as error:
        raise ValueError("cannot load") from error


try:
    load("k")
except ValueError:
    raise RuntimeError("top") from None
