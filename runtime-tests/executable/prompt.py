# The interactive prompt on a pipe, and -i after a program.
from _run import show

show("-iqS", stdin="x = 5\nx * 2\nif x:\n    print('yes')\n\n1/0\ndef broken(:\nimport sys\nsys.last_value\n")
show("-iSc", "y = 1", stdin="y\n")
show("-iSc", "import sys; sys.exit(4)", stdin="print('still here')\n")
show("-iqS", stdin="import sys; sys.exit(6)\n")
show("-Sc", "z = 3", stdin="z\n", PYTHONINSPECT="1")
