import io
import traceback


def fails():
    return [1, 2][5]


try:
    try:
        fails()
    except IndexError as error:
        raise KeyError("outer") from error
except KeyError as error:
    text = "".join(traceback.format_exception(error))
    print(text.replace(__file__, "FILE"))
    print(traceback.format_exception_only(error))
    summary = traceback.extract_tb(error.__traceback__)
    print([(f.name, f.lineno, f.line) for f in summary])
    stream = io.StringIO()
    traceback.print_exc(file=stream, limit=1)
    print(stream.getvalue().count("File"))
print(traceback.format_exception_only(SyntaxError("m", ("f", 1, 3, "a b c", 1, 4))))
