import os
import signal
import sys
import threading

from _client import Connection, in_parallel, large_body, leave_half_way, malformed, once, show, signal_server, tally, terminate_under_load, wait_until

kind, capacity = sys.argv[1], int(sys.argv[2])


def plain(answer):
    # A session's cookie carries a signed time.
    answer.headers = [line.split(b"=")[0] + b"=..." if line.startswith(b"Set-Cookie: session=") else line for line in answer.headers]
    return answer


def form(fields, file):
    parts = [f'--sep\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode() for name, value in fields]
    parts.append(b'--sep\r\nContent-Disposition: form-data; name="file"; filename="large.bin"\r\n'
                 b"Content-Type: application/octet-stream\r\n\r\n" + file + b"\r\n--sep--\r\n")
    return {"Content-Type": "multipart/form-data; boundary=sep"}, b"".join(parts)


for path in ("/", "/?name=%3Cb%3E%C3%A4", "/shop/3", "/shop/7", "/shop/99", "/shop/x", "/static/style.css", "/stream", "/cookie", "/raise",
             "/login", "/nowhere"):
    show(path, once("GET", path))
show("HEAD", once("HEAD", "/shop/3"))
show("OPTIONS", once("OPTIONS", "/login"))
show("method not allowed", once("DELETE", "/login"))
answer = once("POST", "/login", {"Content-Type": "application/x-www-form-urlencoded"}, b"user=J%C3%BCrgen+K")
jar = {"Cookie": "; ".join(f"{name}={value}" for name, value in answer.cookies().items())}
show("login", plain(answer))
answer = once("GET", "/", jar)
jar = {"Cookie": "; ".join(f"{name}={value}" for name, value in answer.cookies().items())}
show("signed in", plain(answer))
show("no more flashes", plain(once("GET", "/", jar)))
show("tampered session", plain(once("GET", "/", {"Cookie": jar["Cookie"][:-4] + "AAAA"})))
show("logout", plain(once("GET", "/logout", jar)))
show("cookies", once("GET", "/cookie", {"Cookie": 'a=1; b="two words"'}))
show("JSON", once("POST", "/json", {"Content-Type": "application/json"}, '{"a": [1, 2.5, null, "ä"]}'.encode()))
show("bad JSON", once("POST", "/json", {"Content-Type": "application/json"}, b"{"))
show("not JSON", once("POST", "/json", {}, b"x"))
headers, body = form([("a", "1"), ("a", "2"), ("b", "ö")], large_body())
show("ten megabytes as a file", once("POST", "/upload", headers, body))
show("ten megabytes", once("POST", "/raw", body=large_body()))
show("chunked body", once("POST", "/raw", chunks=[b"abc", b"x" * 100000]))
show("upload without a file", once("POST", "/upload"))
show("malformed", malformed(b"nonsense\r\n\r\n"))
show("no colon", malformed())
leave_half_way("/raw")
show("still there", once("GET", "/shop/1"))
tally("50 clients", in_parallel(50, lambda i: (once("GET", f"/shop/{i % 3}").body, once("GET", "/stream").body[:7])))

if kind == "gunicorn":
    old = {once("GET", "/process").body for _ in range(50)}
    print(len(old), "worker" if len(old) == 1 else "workers") if capacity != 2 else None
    lost, ended = [], threading.Event()

    def ask_on():
        while not ended.is_set():
            try:
                if once("GET", "/shop/1").status != b"HTTP/1.1 200 OK":
                    lost.append("refused")
            except (OSError, AttributeError) as error:
                lost.append(repr(error))

    asking = [threading.Thread(target=ask_on) for _ in range(2)]
    for thread in asking:
        thread.start()
    signal_server(signal.SIGHUP)
    wait_until(lambda: once("GET", "/process").body not in old)
    wait_until(lambda: not any(os.path.exists(f"/proc/{process.decode()}") for process in old))
    ended.set()
    for thread in asking:
        thread.join()
    print("reloaded; lost:", lost)
if capacity:
    terminate_under_load(capacity, "/slow", lambda: os.path.exists("begun") and os.path.getsize("begun") == capacity)
