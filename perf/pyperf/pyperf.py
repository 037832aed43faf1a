"""A small stand-in for the pyperf package, so that pyperformance's programs run unmodified on any Python.

It runs a benchmark in this one process: calibration, warm-up, then measured values, all in CPU time of the process, and
prints one line of JSON per benchmark. It imports sys and time only; what few programs need more than that (asyncio,
subprocess) is imported where it is used. Worker processes, system tuning and metadata collection are deliberately
absent: the driver, crates/pyrs_perf, starts the processes.

The driver's own options come first on the command line: --stand-in-warmup SECONDS, --stand-in-measure SECONDS,
--stand-in-warmups COUNT.
"""

import sys
import time

perf_counter = time.process_time

# A value is the time of at least so many seconds, so that the clock's grain does not matter.
MIN_TIME = 0.05
MIN_VALUES = 3
MAX_VALUES = 100


def python_implementation():
    return sys.implementation.name


class Namespace:
    """Result of parse_args: one attribute per argument."""


class _Argument:
    def __init__(self, names, options):
        self.flags = [name for name in names if name.startswith("-")]
        self.positional = not self.flags
        longest = max(names, key=len)
        self.dest = options.pop("dest", None) or longest.lstrip("-").replace("-", "_")
        self.action = options.pop("action", "store")
        self.type = options.pop("type", str)
        self.nargs = options.pop("nargs", None)
        self.choices = options.pop("choices", None)
        self.const = options.pop("const", None)
        absent = {"store_true": False, "store_false": True}.get(self.action)
        self.default = options.pop("default", absent)
        self.required = options.pop("required", self.positional and self.nargs not in ("?", "*"))
        options.pop("help", None)
        options.pop("metavar", None)
        if options or self.action not in ("store", "store_true", "store_false", "store_const"):
            raise NotImplementedError(f"pyperf stand-in: add_argument({names}, action={self.action!r}, {options})")

    def convert(self, text):
        value = self.type(text)
        if self.choices is not None and value not in self.choices:
            raise SystemExit(f"argument {self.dest}: {value!r} is not one of {', '.join(map(str, self.choices))}")
        return value


class ArgumentParser:
    """The part of argparse that benchmark programs use."""

    def __init__(self):
        self._arguments = []

    def add_argument(self, *names, **options):
        self._arguments.append(_Argument(names, options))

    def parse_args(self, words):
        result = Namespace()
        for argument in self._arguments:
            setattr(result, argument.dest, argument.default)
        given = set()
        rest = []
        words = list(words)
        while words:
            word = words.pop(0)
            if not word.startswith("-") or word == "-":
                rest.append(word)
                continue
            flag, equals, value = word.partition("=")
            argument = self._find(flag)
            given.add(argument.dest)
            if argument.action == "store_true":
                setattr(result, argument.dest, True)
            elif argument.action == "store_false":
                setattr(result, argument.dest, False)
            elif argument.action == "store_const":
                setattr(result, argument.dest, argument.const)
            else:
                if not equals:
                    if not words:
                        raise SystemExit(f"option {flag} needs a value")
                    value = words.pop(0)
                setattr(result, argument.dest, argument.convert(value))
        self._assign_positional(result, rest, given)
        for argument in self._arguments:
            if argument.required and argument.dest not in given:
                raise SystemExit(f"argument {argument.dest} is required")
        return result

    def _find(self, flag):
        for argument in self._arguments:
            if flag in argument.flags:
                return argument
        raise SystemExit(f"unknown option {flag}")

    def _assign_positional(self, result, rest, given):
        for argument in self._arguments:
            if not argument.positional or not rest:
                continue
            given.add(argument.dest)
            if argument.nargs in ("+", "*"):
                setattr(result, argument.dest, [argument.convert(word) for word in rest])
                rest = []
            else:
                setattr(result, argument.dest, argument.convert(rest.pop(0)))
        if rest:
            raise SystemExit(f"too many arguments: {rest}")


def _own_options(words):
    """Splits the driver's options from those of the program."""
    settings = {"warmup": 1.0, "measure": 1.0, "warmups": -1.0}
    rest = list(words)
    while len(rest) >= 2 and rest[0].startswith("--stand-in-"):
        settings[rest[0][len("--stand-in-"):]] = float(rest[1])
        del rest[:2]
    return settings, rest


def _comparable(value, depth=0):
    """Whether repr() of the value is the same in every correct Python."""
    if value is None or isinstance(value, (bool, int, float, str, bytes)):
        return True
    if isinstance(value, (tuple, list)):
        return depth < 4 and len(value) < 1000 and all(_comparable(item, depth + 1) for item in value)
    return False


def _check_of(value):
    if value is None or not _comparable(value):
        return None
    text = repr(value)
    return text if len(text) <= 2000 else text[:2000] + f"... {len(text)} characters"


def _json(value):
    if value is None:
        return "null"
    if isinstance(value, str):
        out = []
        for char in value:
            if char in '"\\':
                out.append("\\" + char)
            elif " " <= char <= "~":
                out.append(char)
            else:
                code = ord(char)
                if code > 0xFFFF:
                    code -= 0x10000
                    out.append(f"\\u{0xD800 + (code >> 10):04x}")
                    code = 0xDC00 + (code & 0x3FF)
                out.append(f"\\u{code:04x}")
        return '"' + "".join(out) + '"'
    if isinstance(value, list):
        return "[" + ", ".join(_json(item) for item in value) + "]"
    return repr(value)


class _TimedAwait:
    """An awaitable that awaits func(*args) so many times. No `async def`: a Python without it still runs the rest."""

    def __init__(self, func, args, loops):
        self.func, self.args, self.loops = func, args, loops
        self.seconds = 0.0

    def __await__(self):
        result = None
        start = perf_counter()
        for _ in range(self.loops):
            result = yield from self.func(*self.args).__await__()
        self.seconds = perf_counter() - start
        return result


class Runner:
    """Runs benchmarks; what it accepts beyond pyperf's meaning of one process is accepted and ignored."""

    def __init__(self, values=None, warmups=None, processes=None, loops=0, min_time=MIN_TIME, metadata=None,
                 show_name=True, program_args=None, add_cmdline_args=None, _argparser=None):
        self.metadata = dict(metadata or {})
        self.argparser = _argparser or ArgumentParser()
        self.args = None
        self._fixed_loops = loops
        self._settings, self._words = _own_options(sys.argv[1:])

    def parse_args(self, args=None):
        if self.args is None:
            self.args = self.argparser.parse_args(self._words if args is None else args)
        return self.args

    def bench_time_func(self, name, time_func, *args, inner_loops=None, metadata=None):
        self.parse_args()
        self._measure(name, lambda loops: (time_func(loops, *args), None), inner_loops)

    def bench_func(self, name, func, *args, inner_loops=None, metadata=None):
        self.parse_args()

        def timed(loops):
            rounds = range(loops)
            clock = perf_counter
            result = None
            start = clock()
            for _ in rounds:
                result = func(*args)
            return clock() - start, result

        self._measure(name, timed, inner_loops)

    def bench_async_func(self, name, func, *args, loop_factory=None, inner_loops=None, metadata=None):
        import asyncio

        self.parse_args()

        def run(loops):
            timed = _TimedAwait(func, args, loops)
            result = asyncio.run(timed, loop_factory=loop_factory) if loop_factory else asyncio.run(timed)
            return timed.seconds, result

        self._measure(name, run, inner_loops)

    def bench_command(self, name, command):
        import os
        import subprocess

        self.parse_args()

        def timed(loops):
            before = os.times()
            for _ in range(loops):
                subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True)
            after = os.times()
            spent = after.children_user + after.children_system - before.children_user - before.children_system
            return spent, None

        self._measure(name, timed, None)

    def _measure(self, name, timed, inner_loops):
        """timed(loops) returns the seconds that they took, and what to compare between Pythons."""
        loops, result = self._fixed_loops, None
        warmups = 0
        spent = 0.0
        if not loops:
            loops = 1
            while True:
                seconds, result = timed(loops)
                warmups += 1
                spent += seconds
                if seconds >= MIN_TIME or loops >= 1 << 30:
                    break
                loops *= 2
        wanted = self._settings["warmups"]
        more = 0
        while more < wanted if wanted >= 0 else spent < self._settings["warmup"]:
            seconds, result = timed(loops)
            more += 1
            spent += seconds
            if seconds < MIN_TIME and loops < 1 << 30:
                # What was cold in the calibration is faster now.
                loops *= 2
        warmups += more
        values = []
        spent = 0.0
        while len(values) < MIN_VALUES or (spent < self._settings["measure"] and len(values) < MAX_VALUES):
            seconds, result = timed(loops)
            spent += seconds
            values.append(seconds / (loops * (inner_loops or 1)))
        fields = [("name", name), ("loops", loops), ("warmups", warmups), ("values", values),
                  ("check", _check_of(result))]
        print("{" + ", ".join(f'"{key}": {_json(value)}' for key, value in fields) + "}", flush=True)
