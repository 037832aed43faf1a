# Exit statuses: sys.exit with all kinds of values, errors, interrupts.
from _run import show

for value in ("3", "None", "(1, 2)", "'text'", "2**70", "-1"):
    show("-Sc", f"import sys; sys.exit({value})")
show("-Sc", "raise SystemExit(1, 2)")
show("-Sc", "raise KeyboardInterrupt")
show("-Sc", "import os, signal; os.kill(os.getpid(), signal.SIGINT)")
show("-Sc", "def f(): 1/0\nf()")
show("-Sc", "import os; os._exit(9)")
show("-", stdin="import sys; sys.exit(5)")
