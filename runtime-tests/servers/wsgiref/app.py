import hashlib
import os
import signal
import threading
import wsgiref.headers
import wsgiref.simple_server
import wsgiref.util
import wsgiref.validate

SHOWN = ("REQUEST_METHOD", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING", "CONTENT_TYPE", "CONTENT_LENGTH", "SERVER_PROTOCOL",
         "HTTP_HOST", "HTTP_X_NAME", "wsgi.version", "wsgi.url_scheme", "wsgi.multithread", "wsgi.multiprocess", "wsgi.run_once")


def application(environ, start_response):
    path = environ["PATH_INFO"]
    if path == "/raise":
        raise RuntimeError("on purpose")
    if path == "/raise-late":
        start_response("200 OK", [("Content-Type", "text/plain")])
        return failing()
    if path == "/parts":
        start_response("200 OK", [("Content-Type", "text/plain")])
        return (f"part {i}\n".encode() for i in range(5))
    if path == "/file":
        start_response("200 OK", [("Content-Type", "text/x-python")])
        return wsgiref.util.FileWrapper(open(__file__, "rb"), 100)
    if path == "/shift":
        wsgiref.util.shift_path_info(environ)
    if environ["REQUEST_METHOD"] == "POST":
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"] or 0))
        start_response("201 Created", [("Content-Type", "text/plain")])
        return [f"{len(body)} {hashlib.sha256(body).hexdigest()}\n".encode()]
    headers = wsgiref.headers.Headers([("Content-Type", "text/plain; charset=utf-8")])
    headers.add_header("Content-Disposition", "attachment", filename="a b.txt")
    start_response("200 OK", headers.items())
    lines = [f"{name} = {environ.get(name)!r}" for name in SHOWN]
    return ["\n".join(lines).encode() + b"\n"]


def failing():
    yield b"some\n"
    raise RuntimeError("later")


if __name__ == "__main__":
    server = wsgiref.simple_server.make_server("127.0.0.1", int(os.environ["PORT"]), wsgiref.validate.validator(application))
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
    server.serve_forever()
    server.server_close()
