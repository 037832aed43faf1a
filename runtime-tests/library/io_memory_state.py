# Streams in memory give their state, take it and pickle, with the attributes of subclasses.
import copy
import io
import pickle

class Text(io.StringIO): pass
class Bytes(io.BytesIO): pass

for stream in (io.StringIO("a\r\nb", newline=None), io.StringIO("a\r\nb", newline=""), Text("x\ny", newline="\r\n"), Bytes(b"ab")):
    stream.note = 1
    stream.seek(1)
    print(stream.__getstate__())
    for protocol in (2, 5):
        again = pickle.loads(pickle.dumps(stream, protocol))
        print(type(again).__name__, again.tell(), repr(again.read()), again.note, again.getvalue() == stream.getvalue())
    print(copy.copy(stream).getvalue())
stream = io.StringIO("text")
for state in ((1, 2), ("x", 1, 0, None), ("x", "\n", "0", None), ("x", "\n", -1, None), ("x", "\n", 0, 7), (3, "\n", 0, None)):
    try:
        print(stream.__setstate__(state))
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
stream = io.BytesIO(b"bytes")
for state in ((1, 2), ("x", 1, 0), (b"x", "\n", None), (b"x", -1, None), (b"x", 0, 7), (b"abc", 1, {"q": 2})):
    try:
        print(stream.__setstate__(state), stream.__getstate__())
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
