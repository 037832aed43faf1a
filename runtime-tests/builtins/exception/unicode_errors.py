# Fields, text and bounds of the Unicode errors.
e = UnicodeEncodeError("enc", "abcé", 3, 4, "why"); print(e, e.encoding, e.object, e.start, e.end, e.reason, e.args)
e = UnicodeDecodeError("enc", b"ab\xff", 2, 3, "why"); print(e, e.object)
e = UnicodeTranslateError("aé€𝄞", 1, 3, "why"); print(e); e.end = 2; print(e); e.start = 3; e.end = 4; print(e)
print(UnicodeEncodeError("e", "abc", 0, 2, "r"), UnicodeDecodeError("e", b"abc", 0, 2, "r"), UnicodeEncodeError("e", "\u20ac", 0, 1, "r"), UnicodeEncodeError("e", "\U0001f600", 0, 1, "r"))
e = UnicodeEncodeError("e", "abc", -5, 100, "r"); print(e.start, e.end, e)
e = UnicodeDecodeError("e", bytearray(b"xy"), 0, 1, "r"); print(type(e.object).__name__, e)
e = UnicodeEncodeError("e", "", 0, 1, "r"); print(e, e.start, e.end)
for f in (lambda: UnicodeEncodeError(), lambda: UnicodeEncodeError("a", b"b", 0, 1, "r"), lambda: UnicodeDecodeError("a", "b", 0, 1, "r"), lambda: UnicodeEncodeError("a", "b", "c", 1, "r"), lambda: UnicodeTranslateError("a"), lambda: UnicodeDecodeError(1, b"b", 0, 1, "r"), lambda: UnicodeEncodeError("a", "b", 0, 1, 5)):
    try: print(f())
    except TypeError as x: print(x)
e = UnicodeEncodeError("e", "abc", 0, 1, "r"); e.reason = "new"; e.encoding = "z"; e.object = "xyz"; print(e)
print(UnicodeError("plain"), UnicodeError.__bases__[0].__name__)
