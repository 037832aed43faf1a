# MD5 of data of every length around its blocks, at once and in pieces.
import hashlib
running = hashlib.md5()
whole = b""
for length in range(140):
    piece = bytes((length * 3 + i) & 255 for i in range(length))
    running.update(piece)
    whole += piece
    assert running.digest() == hashlib.md5(whole).digest(), length
    if length in (0, 1, 55, 56, 63, 64, 65, 119, 120, 128):
        print(length, hashlib.md5(piece).hexdigest(), running.hexdigest())
copy = running.copy()
copy.update(b"x")
print(running.hexdigest() != copy.hexdigest(), copy.hexdigest())
