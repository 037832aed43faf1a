# slow
# wsgiref's server with an application that its validator watches.
import io
import threading
import wsgiref.simple_server
import wsgiref.validate

from _client import in_parallel, leave, once


def application(environ, start_response):
    if environ["PATH_INFO"] == "/raise":
        raise RuntimeError("on purpose")
    if environ["REQUEST_METHOD"] == "POST":
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        start_response("201 Created", [("Content-Type", "text/plain")])
        return [b"%d" % len(body)]
    start_response("200 OK", [("Content-Type", "text/plain"), ("X-Path", environ["PATH_INFO"])])
    return (word.encode() for word in (environ["QUERY_STRING"], " ", environ["HTTP_HOST"]))


class Handler(wsgiref.simple_server.WSGIRequestHandler):
    def log_message(self, format, *args):
        pass

    def get_stderr(self):
        return errors


errors = io.StringIO()
server = wsgiref.simple_server.make_server("127.0.0.1", 0, wsgiref.validate.validator(application), handler_class=Handler)
server.handle_error = lambda request, client_address: None
with server:
    address = server.server_address
    serving = threading.Thread(target=server.serve_forever, args=(0.01,))
    serving.start()
    print(once(address, "GET", "/a%20b?x=1"))
    print(once(address, "POST", "/", "Content-Type: text/plain", "Content-Length: 200000", body=b"x" * 200000))
    print(once(address, "GET", "/raise"))
    leave(address, b"GET / HT")
    print(set(answer[1] for answer in in_parallel(4, lambda i: once(address, "GET", "/?again"))))
    server.shutdown()
    serving.join()
print(errors.getvalue().splitlines()[-1])
