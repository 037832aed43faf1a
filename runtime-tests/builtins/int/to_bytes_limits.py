# About int.to_bytes: defaults, signs, overflow.
print((5).to_bytes(), (256).to_bytes(2), (256).to_bytes(2, "little"), (-1).to_bytes(3, signed=True), (0).to_bytes(0))
print((-128).to_bytes(1, signed=True), (127).to_bytes(1, signed=True), (2**70).to_bytes(9, "big").hex(), (-2**70).to_bytes(10, "little", signed=True).hex())
for f in (lambda: (256).to_bytes(), lambda: (-1).to_bytes(), lambda: (128).to_bytes(1, signed=True), lambda: (1).to_bytes(-1),
          lambda: (1).to_bytes(1, "x"), lambda: (1).to_bytes("a"), lambda: (1).to_bytes(1, "big", True), lambda: (-129).to_bytes(1, "big", signed=True),
          lambda: (2**70).to_bytes(8), lambda: (1).to_bytes(0)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
