# exit: 1
try:
    1 / 0
except ZeroDivisionError:
    raise SystemExit("leaving: nothing to do")
