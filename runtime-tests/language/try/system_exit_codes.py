import subprocess
import sys

for code in ("sys.exit()", "sys.exit(3)", "sys.exit('message')", "sys.exit(None)", "raise SystemExit", "raise SystemExit(True)", "sys.exit([1, 2])", "sys.exit((1, 2))", "sys.exit(256 + 7)", "sys.exit(-1)", "sys.exit(1.5)"):
    done = subprocess.run([sys.executable, "-c", "import sys; " + code], capture_output=True, text=True)
    print(code, done.returncode, repr(done.stderr))
error = SystemExit(1, 2)
print(error.code, SystemExit().code, SystemExit("x").code)
