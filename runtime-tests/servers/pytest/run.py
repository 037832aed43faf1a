# Runs the suite in several ways; times and the folder are taken out of what it prints.
import os
import re
import subprocess
import sys


def run(*arguments):
    done = subprocess.run([sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--color=no", *arguments], cwd="suite", capture_output=True, text=True,
                          env=os.environ | {"COLUMNS": "120"})
    text = done.stdout.replace(os.getcwd(), "HERE")
    text = re.sub(r"in \d+\.\d+s", "in TIME", re.sub(r"\d+\.\d+s (call|setup|teardown)", r"TIME \1", text))
    text = re.sub(r"^platform .*|^=+ | =+$", "", re.sub(r"0x[0-9a-f]+", "0x", text), flags=re.M)
    print("$", *arguments)
    print(text, end="")
    print(done.returncode, done.stderr[-500:])


if sys.argv[1] == "tracebacks":
    run("test_failures.py")
    run("--tb=long", "--showlocals", "test_failures.py::test_values")
    raise SystemExit
run("-v", "-rA", "--strict-markers", "--tb=no")
run("-v", "--tb=short")
run("-q", "-k", "parameters and not three", "--setup-show")
run("-x", "--tb=line", "test_failures.py")
run("--collect-only", "-q")
run("--fixtures-per-test", "test_fixtures.py::test_order")
run("--junitxml=junit.xml", "-q", "test_fixtures.py")
text = open("suite/junit.xml").read()
print(re.sub(r'(time|timestamp|hostname)="[^"]*"', r'\1=""', text))
run("no_such_file.py")
