"""Runs the executable that runs this, with arguments and a plain environment."""

import os
import re
import subprocess
import sys

HOME = os.path.realpath(os.environ.get("TMPDIR", "/tmp"))


def run(*args, stdin="", cwd=None, **variables):
    """Exit status, stdout and stderr, with the executable's name taken out."""
    environment = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "LC_ALL": "C.UTF-8", **variables}
    done = subprocess.run(
        [sys.executable, *args], input=stdin.encode(), capture_output=True, env=environment, cwd=cwd
    )
    return done.returncode, plain(done.stdout), plain(done.stderr)


def plain(output):
    text = output.decode(errors="backslashreplace").replace(sys.executable, "EXE")
    name = os.path.basename(sys.executable)
    return text.replace(f"`{name} -h'", "`NAME -h'")


def show(*args, **keywords):
    status, out, error = run(*args, **keywords)
    shown = " ".join(arg if len(arg) < 60 else "..." for arg in args)
    print(f"[{shown}] {status}")
    for text in (out, error):
        if text:
            print(text, end="" if text.endswith("\n") else "\n")
