# Exception classes, arguments, attributes, str and repr.
class AppError(Exception):
    pass
class CodeError(AppError):
    def __init__(self, code, message="failed"):
        super().__init__(message)
        self.code = code
    def __str__(self):
        return f"[{self.code}] {self.args[0]}"
for make in (lambda: AppError(), lambda: AppError("one"), lambda: AppError("a", 2), lambda: CodeError(7), lambda: CodeError(8, "worse"), lambda: KeyError("k"), lambda: KeyError(), lambda: OSError(2, "gone"), lambda: StopIteration(5)):
    try:
        raise make()
    except Exception as error:
        print(type(error).__name__, str(error), repr(error), error.args, isinstance(error, AppError), getattr(error, "code", None))
try:
    raise AppError
except AppError as error:
    print(repr(error))
for bad in (5, "text", int, None):
    try:
        raise bad
    except TypeError as error:
        print(error)
try:
    try:
        raise ValueError
    except "not a class":
        pass
except TypeError as error:
    print(error)
print([c.__name__ for c in ZeroDivisionError.__mro__], issubclass(KeyError, LookupError), issubclass(KeyboardInterrupt, Exception))
error = ValueError("x")
error.add_note("a note")
print(error.__notes__, error.with_traceback(None) is error, error == ValueError("x"))
