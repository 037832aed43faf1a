# exit: 1
import sys

sys.path.insert(0, __file__.rpartition("/")[0])
eval("lambda: (yield from x) + (nothing := 3) + (await 1)")
