# slow
import io
import traceback


def fail(n):
    if n:
        return fail(n - 1)
    raise ValueError("deep")


try:
    fail(2)
except ValueError as error:
    lines = traceback.format_exception(error)
    print(len(lines), lines[0].strip(), lines[-1].strip())
    print([(frame.name, frame.line) for frame in traceback.extract_tb(error.__traceback__)])
    print(traceback.format_exception_only(error))
try:
    try:
        1 / 0
    except ZeroDivisionError as cause:
        raise KeyError("k") from cause
except KeyError as error:
    out = io.StringIO()
    traceback.print_exception(error, file=out)
    print([line for line in out.getvalue().splitlines() if not line.startswith(" ")])
group = ExceptionGroup("group", [ValueError(1), TypeError(2)])
print("".join(traceback.format_exception(group)))
