# The limit of digits given on the command line and in the environment; the command line goes first.
import os, subprocess, sys
text = "import sys; print(sys.get_int_max_str_digits(), sys.flags.int_max_str_digits, len(str(10**639)))"
def run(switches, value):
    env = {k: v for k, v in os.environ.items() if k != "PYTHONINTMAXSTRDIGITS"}
    if value is not None: env["PYTHONINTMAXSTRDIGITS"] = value
    print(subprocess.run([sys.executable, *switches, "-c", text], env=env, capture_output=True, text=True).stdout.strip())
run([], None)
run(["-X", "int_max_str_digits=640"], None)
run([], "700")
run(["-X", "int_max_str_digits=0"], "700")
run(["-E"], "700")
