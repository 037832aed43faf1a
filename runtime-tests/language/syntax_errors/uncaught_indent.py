# exit: 1
source = "def f():\n    x = 1\n      y = 2\n"
exec(compile(source, "made up.py", "exec"))
