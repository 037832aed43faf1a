# slow
# python -m venv makes an environment whose executable finds its own folders.
import os
import sys
import tempfile

from _run import run

with tempfile.TemporaryDirectory() as folder:
    folder = os.path.realpath(folder)
    print(run("-m", "venv", "--without-pip", "env", cwd=folder))
    names = os.listdir(f"{folder}/env/bin")
    print([name in names for name in ("python", "python3", "activate", "activate.fish", "Activate.ps1")])
    with open(f"{folder}/env/bin/activate") as file:
        text = file.read()
    print(f"{folder}/env" in text, "__VENV_DIR__" in text)
    with open(f"{folder}/env/pyvenv.cfg") as file:
        keys = [line.partition(" = ")[0] for line in file]
    print(keys)
    print(os.path.samefile(f"{folder}/env/bin/python", sys.executable))
    done = os.popen(f"cd {folder} && env/bin/python -c 'import sys, sysconfig; "
                    "print(sys.prefix, sysconfig.get_path(\"scripts\"), sys.base_prefix != sys.prefix)'").read()
    print(done.replace(folder, "FOLDER").strip())
