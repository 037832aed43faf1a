# sys.flags, sys.warnoptions and sys._xoptions from options and variables.
from _run import show

FLAGS = "import sys; print(sys.flags)"
show("-Ic", FLAGS)
show("-ESsPBqddvvc".replace("vv", ""), FLAGS)
show("-OOObuc", "import sys; print(sys.flags.optimize, sys.flags.bytes_warning, __debug__)\nassert 0")
show("-Xdev", "-Xa=b", "-X", "c", "-Wdefault", "-W", "ignore", "-bb", "-c",
     "import sys; print(sys.flags.dev_mode, sys.warnoptions, sys._xoptions)")
show("-c", FLAGS, PYTHONOPTIMIZE="2", PYTHONSAFEPATH="1", PYTHONNOUSERSITE="x", PYTHONDONTWRITEBYTECODE="1",
     PYTHONDEBUG="x", PYTHONINSPECT="", PYTHONHASHSEED="0")
show("-c", "import sys; print(sys.warnoptions)", PYTHONWARNINGS="ignore,error::UserWarning")
show("-W", "foo", "-c", "1")
show("-c", "1", PYTHONHASHSEED="x")
show("-X", "utf8=3", "-c", "1")
show("-X", "int_max_str_digits=5", "-c", "1")
