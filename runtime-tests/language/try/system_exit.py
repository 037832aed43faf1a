# exit: 3
# sys.exit ends the program after finally clauses have run.
import sys
try:
    sys.exit("message")
except SystemExit as error:
    print(repr(error.code), isinstance(error, Exception))
try:
    print("leaving")
    sys.exit(3)
finally:
    print("cleanup")
