"""Runs one module of CPython's test package and writes what became of each test: `cargo xtask cpython-tests`.

Usage: _run_module.py MODULE RESULTS SKIP

RESULTS gets a line a time, so that it says how far a run came that crashed:

    start <tab> ID <tab> seconds since the process began
    OUTCOME <tab> ID <tab> seconds of this test <tab> first line of the error
    end

SKIP holds the IDs, a line each, of tests that earlier processes have run already. Failing subtests make their test fail.
"""

import os
import signal
import sys
import time
import types
import unittest

clock = time.monotonic
BEGAN = clock()
OWNER = os.getpid()
# The worse, the later.
ORDER = ["pass", "skip", "expected", "unexpected", "fail", "error"]


class Lines:
    """The results file; what a test does to `open`, `json` or the standard streams does not reach it."""

    def __init__(self, path):
        self.file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o666)
        self.send = os.write
        self.getpid = os.getpid
        self.leave = os._exit

    def write(self, *fields):
        if self.getpid() != OWNER:
            # A test that failed in a child it forked must not go on with the suite there.
            self.leave(70)
        text = "\t".join(field.replace("\t", " ").replace("\n", " ") for field in fields) + "\n"
        self.send(self.file, text.encode("utf-8", "backslashreplace"))


def first_line(error):
    kind, value, _ = error
    try:
        text = str(value).strip()
    except Exception as failure:
        text = f"<str() raised {type(failure).__name__}>"
    name = kind.__name__ if kind.__module__ in ("builtins", "__main__") else f"{kind.__module__}.{kind.__name__}"
    line = text.split("\n", 1)[0][:300]
    return f"{name}: {line}" if line else name


class Recorder(unittest.TestResult):
    """Writes a line when a test starts and one when it stops."""

    def __init__(self, lines):
        super().__init__()
        self.lines = lines
        self.current = None
        self.outcome = "pass"
        self.message = ""
        self.since = 0.0

    def startTest(self, test):
        self.testsRun += 1
        self.current = test
        self.outcome, self.message = "pass", ""
        self.since = clock()
        self.lines.write("start", test.id(), f"{self.since - BEGAN:.3f}")

    def stopTest(self, test):
        self.lines.write(self.outcome, test.id(), f"{clock() - self.since:.3f}", self.message)
        self.current = None

    def note(self, test, outcome, message):
        if self.current is None:
            # A fixture of a class or module.
            self.lines.write(outcome, test.id(), "0", message)
        elif ORDER.index(outcome) > ORDER.index(self.outcome):
            self.outcome, self.message = outcome, message

    def addError(self, test, error):
        self.note(test, "error", first_line(error))

    def addFailure(self, test, error):
        self.note(test, "fail", first_line(error))

    def addSubTest(self, test, subtest, error):
        if error is not None:
            outcome = "fail" if issubclass(error[0], test.failureException) else "error"
            self.note(test, outcome, first_line(error))

    def addSkip(self, test, reason):
        if self.current is None or test is self.current:
            self.note(test, "skip", reason)

    def addExpectedFailure(self, test, error):
        self.note(test, "expected", first_line(error))

    def addUnexpectedSuccess(self, test):
        self.note(test, "unexpected", "unexpected success")

    def addDuration(self, test, elapsed):
        pass


# Modules of CPython's inside that a test module cannot be imported without.
STAND_INS = {
    "test_class": {"_testinternalcapi": ["has_inline_values"]},
    "test_bytes": {"_testlimitedcapi": ["sequence_getitem", "sequence_setitem", "sequence_delitem"]},
    "test_import": {"_testmultiphase": []},
    "test_importlib": {"_testmultiphase": []},
}


def stand_in(name, functions):
    """Makes a module whose functions skip the test that calls them."""
    module = types.ModuleType(name)

    def skip(*args, **kwargs):
        raise unittest.SkipTest(f"{name} is of CPython's inside")

    for function in functions:
        setattr(module, function, skip)
    sys.modules[name] = module


def without(suite, done):
    """Takes the tests in `done` out of `suite` and all suites in it."""
    kept = []
    for test in suite._tests:
        if isinstance(test, unittest.TestSuite):
            without(test, done)
            kept.append(test)
        elif test.id() not in done:
            kept.append(test)
    suite._tests = kept


def main():
    name, results, skip = sys.argv[1:]
    sys.argv[1:] = []
    with open(skip, encoding="utf-8") as file:
        done = set(file.read().split("\n"))
    lines = Lines(results)
    # The folder of this file is nothing to import from.
    del sys.path[0]
    if signal.getsignal(signal.SIGINT) in (signal.SIG_IGN, signal.SIG_DFL):
        signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        from test import support
        from test.support import os_helper

        support.record_original_stdout(sys.stdout)
        sys.stdout.reconfigure(errors="backslashreplace")
        # No resource is granted: neither the network, nor big files, nor much time.
        support.use_resources = {}
        support.verbose = False
        if sys.implementation.name != "cpython":
            for absent, functions in STAND_INS.get(name, {}).items():
                stand_in(absent, functions)
        full = f"test.{name}"
        loader = unittest.TestLoader()
        __import__(full)
        suite = loader.loadTestsFromModule(sys.modules[full])
    except unittest.SkipTest as reason:
        lines.write("skip", f"import of {name}", "0", str(reason))
        lines.write("end")
        return
    except BaseException:
        lines.write("error", f"import of {name}", "0", first_line(sys.exc_info()))
        lines.write("end")
        raise
    without(suite, done)
    suite(Recorder(lines))
    support.gc_collect()
    support.reap_children()
    os_helper.rmtree(os_helper.TESTFN) if os.path.isdir(os_helper.TESTFN) else os_helper.unlink(os_helper.TESTFN)
    lines.write("end")


if __name__ == "__main__":
    main()
