# Byte order marks and broken input of UTF-16 and UTF-32.
for enc in ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "utf-8-sig"):
    print(enc, "a€𝄞".encode(enc), "a€𝄞".encode(enc).decode(enc))
for enc, data in (("utf-16", b"\xff\xfea\x00"), ("utf-16", b"\xfe\xff\x00a"), ("utf-16-le", b"a"), ("utf-16-le", b"\x00\xd8a\x00"), ("utf-16-be", b"\xdc\x00\x00a"), ("utf-16-le", b"\x00\xd8"), ("utf-32-le", b"a\x00\x00"), ("utf-32-le", b"\x00\x00\x11\x00"), ("utf-32-be", b"\x00\x00\xd8\x00"), ("utf-32", b"\x00\x00\xfe\xff\x00\x00\x00a"), ("utf-8-sig", b"\xef\xbb\xbfa"), ("utf-16", b"")):
    for h in ("strict", "replace"):
        try: print(enc, data, ascii(data.decode(enc, h)))
        except UnicodeDecodeError as e: print(enc, e)
