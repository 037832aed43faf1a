"""Shows how sources are rejected."""


def show(*sources, mode="exec", filename="<source>"):
    for source in sources:
        try:
            compile(source, filename, mode)
        except SyntaxError as error:
            place = (error.lineno, error.offset, error.end_lineno, error.end_offset)
            print(repr(source), type(error).__name__, error.msg, place, repr(error.text))
        else:
            print(repr(source), "accepted")
