# Text of bools in all formatters.
print(repr(True), str(False), f"{True}", f"{True:d}", f"{True:>6}", f"{False:<6}|", "%s %d %r" % (True, True, False), format(True, "x"), f"{True:.2f}", "{!r:^8}".format(True))
print(True.to_bytes(1), int(True), float(True), complex(True), True.__repr__(), bool.from_bytes(b"\x00"), bool.from_bytes(b"\x07"), bool.__bases__, bool("False"))
try: f"{True:s}"
except ValueError as e: print(e)
