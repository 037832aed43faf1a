# Settings of a terminal; a file that is none.
import os
import termios


def show(function, *args):
    try:
        print(function.__name__, function(*args))
    except (termios.error, OSError, TypeError, ValueError, OverflowError) as error:
        print(function.__name__, type(error).__name__, error)


r, w = os.pipe()
show(termios.tcgetattr, r)
show(termios.tcgetattr, "x")
show(termios.tcgetwinsize, r)
show(termios.tcsetattr, r, 0, [])
show(termios.tcsetattr, r, 0, 5)
show(termios.tcdrain, r)
show(termios.tcflush, r, termios.TCIFLUSH)
show(termios.tcflow, r, termios.TCOON)
show(termios.tcsendbreak, r, 0)
show(termios.tcsetwinsize, r, (1,))
show(termios.tcsetwinsize, r, 5)
print(termios.error.__mro__, termios.error.__module__)

main = os.open("/dev/ptmx", os.O_RDWR | os.O_NOCTTY)
# The settings of the terminal are also those of its main side.
settings = termios.tcgetattr(main)
print(len(settings), len(settings[6]), settings[6][termios.VINTR], settings[3] & termios.ICANON != 0)
settings[3] &= ~(termios.ICANON | termios.ECHO)
settings[6][termios.VMIN] = 1
settings[6][termios.VINTR] = b"\x05"
show(termios.tcsetattr, main, termios.TCSADRAIN, settings)
again = termios.tcgetattr(main)
print(again[3] & termios.ICANON, again[6][termios.VMIN], again[6][termios.VTIME], again[6][termios.VINTR])
for index, value in ((6, [1]), (6, 5), (0, "x"), (0, 2**70)):
    wrong = termios.tcgetattr(main)
    wrong[index] = value
    show(termios.tcsetattr, main, termios.TCSANOW, wrong)
for item in ("x", b"xx", None):
    wrong = termios.tcgetattr(main)
    wrong[6][0] = item
    show(termios.tcsetattr, main, termios.TCSANOW, wrong)
show(termios.tcsetattr, main, 99, again)
show(termios.tcsetwinsize, main, (10, 20))
show(termios.tcgetwinsize, main)
for size in ((10, 2**16), (-1, 2), ("a", 2), (1, 2, 3)):
    show(termios.tcsetwinsize, main, size)
