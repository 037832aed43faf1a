"""The interactive prompt: reads statements from standard input and runs them in a namespace.

On a terminal lines come by input(); otherwise prompts go to stderr, so that they do not mix with what is printed.
"""

import _imp
import codeop
import sys


def _read(prompt):
    """The next line without its end; EOFError at the end."""
    if sys.stdin.isatty() and sys.stdout.isatty():
        return input(prompt)
    sys.stderr.write(prompt)
    sys.stderr.flush()
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line.removesuffix("\n")


def _show(error):
    sys.last_exc = sys.last_value = error
    sys.last_type, sys.last_traceback = type(error), error.__traceback__
    sys.excepthook(type(error), error, error.__traceback__)


def _execute(code, text, namespace):
    _imp._keep_interactive(text)
    try:
        exec(code, namespace)
    except SystemExit:
        raise
    except BaseException as error:
        _show_without_own_frames(error)


def _show_without_own_frames(error):
    if error.__traceback__ is not None:
        error.__traceback__ = error.__traceback__.tb_next
    _show(error)


def _statement(compiler, namespace):
    """Reads and runs one statement. Whether there was one."""
    lines = []
    while True:
        prompt = getattr(sys, "ps2" if lines else "ps1")
        try:
            lines.append(_read(str(prompt)))
        except EOFError:
            if not lines:
                return False
            lines.append("")
            at_end = True
        else:
            at_end = False
        text = "\n".join(lines) + "\n" * at_end
        code = compiler(text, "<stdin>", "single")
        if code is not None:
            _execute(code, text, namespace)
        if at_end or code is not None:
            return not at_end


def _run_startup(file, namespace):
    try:
        with open(file, "rb") as stream:
            code = compile(stream.read(), file, "exec")
        exec(code, namespace)
    except Exception as error:
        _show_without_own_frames(error)


def run(namespace, banner, startup):
    """Runs the prompt until the end of input."""
    if banner:
        sys.stderr.write(f"Python {sys.version} on {sys.platform}\n")
        sys.stderr.write('Type "help", "copyright", "credits" or "license" for more information.\n')
    if startup is not None:
        _run_startup(startup, namespace)
    for name, prompt in (("ps1", ">>> "), ("ps2", "... ")):
        if not hasattr(sys, name):
            setattr(sys, name, prompt)
    compiler = codeop.CommandCompiler()
    while True:
        try:
            if not _statement(compiler, namespace):
                break
        except KeyboardInterrupt:
            sys.stderr.write("\nKeyboardInterrupt\n")
        except (SyntaxError, OverflowError, ValueError) as error:
            error.__traceback__ = None
            _show(error)
    sys.stderr.write("\n")
