# A warning that is an error is raised by `warn` itself: the machinery adds no entries of its own to the traceback.
import traceback
import warnings


def entries(call):
    try:
        call()
    except Exception as error:
        return type(error).__name__, [(entry.name, entry.line) for entry in traceback.extract_tb(error.__traceback__)][1:]


def careful():
    warnings.warn("careful", UserWarning)


def placed():
    warnings.warn_explicit("placed", DeprecationWarning, "file.py", 3)


def showing(*args):
    raise OSError("cannot show")


warnings.simplefilter("error")
print(entries(careful))
print(entries(placed))
print(entries(lambda: warnings.warn("no category", int)))
warnings.simplefilter("always")
warnings.showwarning = showing
print(entries(careful))
