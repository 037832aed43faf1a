import base64
import gzip
import os
import struct
import sys

from _client import Connection, in_parallel, large_body, leave_half_way, malformed, once, show, show_body, tally, terminate_under_load

workers = int(sys.argv[1])


def plain(answer):
    # A session's cookie carries a signed time.
    answer.headers = [line.split(b"=")[0] + b"=..." if line.lower().startswith(b"set-cookie: session=") else line for line in answer.headers]
    return answer


def jar(answer):
    return {"Cookie": "; ".join(f"{name}={value}" for name, value in answer.cookies().items())}


connection = Connection()
for path in ("/", "/item/3?a=1&a=2&b=%C3%A4", "/item/200", "/item/x", "/thread?n=1", "/context?name=one", "/body", "/stream", "/away", "/static/index.html",
             "/static/missing", "/group", "/group?fail=1"):
    show(path, connection.ask("GET", path))
connection.close()
show("file", once("GET", "/file"))
show("part of a file", once("GET", "/file", {"Range": "bytes=10-29"}))
show("raises", once("GET", "/raise"))
show("HEAD", once("HEAD", "/item/1"))
show("method not allowed", once("DELETE", "/body"))
show("foreign origin", once("OPTIONS", "/", {"Origin": "https://example.test", "Access-Control-Request-Method": "GET"}))
answer = once("GET", "/large", {"Accept-Encoding": "gzip"})
print(answer.header("Content-Encoding"))
show_body(gzip.decompress(answer.body))
answer = once("GET", "/session")
again = once("GET", "/session", jar(answer))
show("session", plain(answer))
show("session again", plain(again))
if workers == 1:
    show("background", once("GET", "/background"))
    show("background again", once("GET", "/background"))
show("ten megabytes", once("POST", "/body", body=large_body()))
show("chunked body", once("POST", "/body", chunks=[b"abc", b"x" * 100000]))
form = (b'--sep\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'
        b'--sep\r\nContent-Disposition: form-data; name="file"; filename="large.bin"\r\n\r\n' + large_body(3 << 20) + b"\r\n--sep--\r\n")
show("form", once("POST", "/upload", {"Content-Type": "multipart/form-data; boundary=sep"}, form))
show("malformed", malformed(b"nonsense\r\n\r\n"))
show("no colon", malformed())
show("bad chunk", malformed(b"POST /body HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"))
leave_half_way("/body")


def frame(text):
    data = text.encode()
    mask = b"\x01\x02\x03\x04"
    return bytes([0x81, 0x80 | len(data)]) + mask + bytes(byte ^ mask[i % 4] for i, byte in enumerate(data))


connection = Connection()
answer = connection.ask("GET", "/socket", {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": 13,
                                           "Sec-WebSocket-Key": base64.b64encode(b"0123456789abcdef").decode(), "Sec-WebSocket-Protocol": "words"})
show("web socket", answer)
for text in ("hello", "wörld", "bye"):
    connection.send(frame(text))
    kind, length = connection.file.read(2)
    print(hex(kind), connection.file.read(length))
kind, length = connection.file.read(2)
data = connection.file.read(length)
print(hex(kind), struct.unpack("!H", data[:2]), data[2:])
connection.close()


def several(i):
    connection = Connection()
    answers = [connection.ask("GET", f"/context?name={i}").body == b"%d" % i]
    answers += [connection.ask("GET", path).body[:8] for path in ("/thread?n=5", "/stream", "/group")]
    connection.close()
    return tuple(answers)


tally("50 clients", in_parallel(50, several))
path, count = ("/slow", 50) if workers == 1 else ("/slow-in-a-thread", 20)
terminate_under_load(count, path, lambda: os.path.exists("begun") and os.path.getsize("begun") == count)
