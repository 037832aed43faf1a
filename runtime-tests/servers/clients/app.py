# One application without a framework, for both kinds of server: what the clients need to show what they can.
import asyncio
import gzip
import hashlib
import json
import time
import zlib
from urllib.parse import parse_qsl


def respond(method, path, query, headers, body):
    """Status, headers and parts of the body."""
    if path == "/echo":
        shown = {name: value for name, value in sorted(headers.items()) if name not in ("host", "user-agent", "accept-encoding", "connection")}
        return 200, {"Content-Type": "application/json"}, [json.dumps({"method": method, "query": parse_qsl(query), "headers": shown,
                                                                       "body": [len(body), hashlib.sha256(body).hexdigest()]}).encode()]
    if path == "/redirect":
        left = int(query or 3)
        return 302, {"Location": f"/redirect?{left - 1}" if left > 1 else "/echo?at=end", "Set-Cookie": f"hop{left}=yes; Path=/"}, [b""]
    if path == "/see-other":
        return 303, {"Location": "/echo"}, [b""]
    if path == "/loop":
        return 302, {"Location": "/loop"}, [b""]
    if path == "/gzip":
        return 200, {"Content-Type": "text/plain; charset=utf-8", "Content-Encoding": "gzip"}, [gzip.compress("wörds ".encode() * 100)]
    if path == "/deflate":
        return 200, {"Content-Type": "text/plain", "Content-Encoding": "deflate"}, [zlib.compress(b"deflated " * 10)]
    if path == "/latin":
        return 200, {"Content-Type": "text/plain; charset=iso-8859-1"}, ["grün".encode("latin-1")]
    if path == "/parts":
        return 200, {"Content-Type": "text/plain"}, [b"part %d\n" % i for i in range(5)]
    if path == "/secret":
        if headers.get("authorization") != "Basic dXNlcjpzZWNyZXQ=":
            return 401, {"WWW-Authenticate": 'Basic realm="x"', "Content-Type": "text/plain"}, [b"no"]
        return 200, {"Content-Type": "text/plain"}, [b"yes"]
    if path == "/large":
        return 200, {"Content-Type": "application/octet-stream"}, [b"0123456789abcdef" * 65536] * 4
    if path == "/cookies":
        return 200, {"Content-Type": "text/plain"}, [headers.get("cookie", "none").encode()]
    return 404, {"Content-Type": "application/json"}, [b'{"error": "nothing here"}']


def wsgi(environ, start_response):
    if environ["PATH_INFO"] == "/slow":
        time.sleep(1)
    headers = {name[5:].replace("_", "-").lower(): value for name, value in environ.items() if name.startswith("HTTP_")}
    for name in ("CONTENT_TYPE", "CONTENT_LENGTH"):
        if environ.get(name):
            headers[name.replace("_", "-").lower()] = environ[name]
    body = environ["wsgi.input"].read()
    status, out, parts = respond(environ["REQUEST_METHOD"], environ["PATH_INFO"], environ["QUERY_STRING"], headers, body)
    start_response(f"{status} Status", list(out.items()))
    return parts


async def asgi(scope, receive, send):
    if scope["type"] == "lifespan":
        while True:
            message = await receive()
            await send({"type": message["type"] + ".complete"})
            if message["type"] == "lifespan.shutdown":
                return
    if scope["path"] == "/slow":
        await asyncio.sleep(1)
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    headers = {name.decode(): value.decode("latin-1") for name, value in scope["headers"]}
    status, out, parts = respond(scope["method"], scope["path"], scope["query_string"].decode(), headers, body)
    await send({"type": "http.response.start", "status": status, "headers": [(name.encode(), value.encode()) for name, value in out.items()]})
    for part in parts:
        await send({"type": "http.response.body", "body": part, "more_body": True})
    await send({"type": "http.response.body"})
