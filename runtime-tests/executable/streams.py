# How standard streams are made: -u, PYTHONIOENCODING, closed descriptors.
import subprocess
import sys

from _run import show

STREAMS = """import sys
for stream in (sys.stdin, sys.stdout, sys.stderr):
    print(stream.name, stream.encoding, stream.errors, stream.line_buffering, stream.write_through,
          type(stream.buffer).__name__, stream.mode)"""
show("-c", STREAMS)
show("-uc", STREAMS)
show("-c", STREAMS, PYTHONUNBUFFERED="1")
show("-c", STREAMS, PYTHONIOENCODING="latin-1:replace")
show("-c", STREAMS, PYTHONIOENCODING=":ignore")
show("-c", "import sys; print(sys.stdin.read())", stdin="\udcff".encode("utf-8", "surrogatepass").decode("latin-1"))
show("-c", "print('\\xe9\\u20ac')", PYTHONIOENCODING="latin-1:backslashreplace")
command = [sys.executable, "-Sc", "import sys; sys.stdout is None and sys.exit(8)"]
print(subprocess.run(["sh", "-c", 'exec "$@" >&-', "sh", *command]).returncode)
