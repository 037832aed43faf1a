# A program that closes its standard output ends well.
import subprocess
import sys

for code in ("import sys\nwith sys.stdout:\n    print(1)", "import sys\nsys.stdout.close()", "import sys\nsys.exit((7,))", "import sys\nsys.exit(())"):
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    print(ended.returncode, repr(ended.stdout), ended.stderr)
