# What site does: virtual environments, .pth files, customisation, the user's folder.
import os
import subprocess
import sys
import tempfile

SHOW = """import sys
print([entry for entry in sys.path if 'site-packages' in entry or 'extra' in entry], sys.prefix != sys.base_prefix)
print(sys.prefix, sys.exec_prefix, sys.executable, sys.base_prefix == sys.base_exec_prefix)
try:
    import added
    print(added.__file__)
except ImportError as error:
    print(error)
"""


def run(executable, *args, **variables):
    environment = {"PATH": os.environ["PATH"], "HOME": folder, "LC_ALL": "C.UTF-8", **variables}
    done = subprocess.run([executable, *args], capture_output=True, env=environment, text=True)
    print(args[0], done.returncode)
    print((done.stdout + done.stderr).replace(folder, "FOLDER").strip())


with tempfile.TemporaryDirectory() as folder:
    folder = os.path.realpath(folder)
    library = f"{folder}/env/lib/python3.14/site-packages"
    user = f"{folder}/.local/lib/python3.14/site-packages"
    for name in (f"{folder}/env/bin", library, user, f"{folder}/extra"):
        os.makedirs(name)
    executable = f"{folder}/env/bin/python"
    os.symlink(sys.executable, executable)
    with open(f"{folder}/env/pyvenv.cfg", "w") as file:
        file.write(f"home = {os.path.dirname(sys.executable)}\ninclude-system-site-packages = false\n")
    run(executable, "-c", SHOW)
    with open(f"{folder}/extra/added.py", "w") as file:
        file.write("")
    with open(f"{library}/more.pth", "w") as file:
        file.write(f"# a comment\n{folder}/extra\n/nonexistent/extra\nimport sys; print('pth', 'site' in sys.modules)\n")
    run(executable, "-c", SHOW)
    run(executable, "-Sc", "import sys; print('site' in sys.modules, hasattr(__builtins__, 'exit'))")
    os.remove(f"{library}/more.pth")
    with open(f"{library}/sitecustomize.py", "w") as file:
        file.write("print('customised')\n")
    run(executable, "-c", "print('program')")
    os.remove(f"{library}/sitecustomize.py")
    run(executable, "-c", "import site; print(site.ENABLE_USER_SITE, site.getsitepackages()[0], site.PREFIXES[0])")
    run(sys.executable, "-c", "import sys; print([e for e in sys.path if '.local' in e])")
    run(sys.executable, "-sc", "import sys; print([e for e in sys.path if '.local' in e])")
    run(sys.executable, "-c", "print(exit); help.__class__; exit(3)")
    run(sys.executable, "-c", "import site; print(site.USER_SITE)", PYTHONUSERBASE=f"{folder}/base")
