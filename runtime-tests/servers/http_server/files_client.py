# The file server: files, folders, redirections, what is not there, ranges of methods.
from _client import Connection, leave_half_way, malformed, once, in_parallel, refused, show, tally

for path in ("/missing", "/%2e%2e/%2e%2e/etc/passwd"):
    show(path, once("GET", path))
connection = Connection()
for path in ("/plain.txt", "/data.json", "/folder/", "/folder", "/", "/plain.txt?query=1"):
    show(path, connection.ask("GET", path))
show("HEAD", connection.ask("HEAD", "/plain.txt"))
connection.close()
connection = Connection()
first = connection.ask("GET", "/plain.txt")
show("not modified", connection.ask("GET", "/plain.txt", {"If-Modified-Since": first.header("Last-Modified")}))
connection.close()
show("no such method", once("BREW", "/plain.txt"))
show("POST", once("POST", "/plain.txt", body=b"x"))
leave_half_way("/plain.txt")
refused(b"GET\r\n\r\n")
refused(b"GET / HTTP/x.y\r\n\r\n")
show("no colon", malformed())
refused(b"GET /" + b"x" * 70000 + b" HTTP/1.1\r\n\r\n")
show("too many headers", malformed(b"GET / HTTP/1.1\r\n" + b"a: b\r\n" * 101 + b"\r\n"))
tally("50 clients", in_parallel(50, lambda i: once("GET", "/plain.txt").body))
