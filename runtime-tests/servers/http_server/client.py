# A handler of one's own: connections that are kept, chunks both ways, large bodies, misuse, many clients.
import sys

from _client import Connection, in_parallel, large_body, leave_half_way, malformed, once, refused, show, tally

threading = sys.argv[1] == "threading"
connection = Connection()
show("first", connection.ask("GET", "/one?a=1&b=%20", {"X-Name": "value", "Accept": "*/*"}))
show("second on the same connection", connection.ask("GET", "/two"))
show("chunks", connection.ask("GET", "/chunks"))
show("HEAD", connection.ask("HEAD", "/three"))
show("error", connection.ask("GET", "/error"))
connection.close()
connection = Connection()
show("chunked body", connection.ask("POST", "/", chunks=[b"abc", b"x" * 5000, b"end"]))
show("expects to be told", connection.ask("POST", "/", {"Content-Length": 3, "Expect": "100-continue"}, b""))
connection.send(b"abc")
show("after being told", connection.answer())
connection.send(connection.head("GET", "/a", {}) + connection.head("GET", "/b", {}))
show("two at once, first", connection.answer())
show("two at once, second", connection.answer())
show("asked to close", connection.ask("GET", "/last", {"Connection": "close"}))
print("closed:", connection.at_end())
connection.close()
show("ten megabytes", once("POST", "/", body=large_body()))
show("HTTP/1.0", malformed(b"GET / HTTP/1.0\r\n\r\n"))
refused(b"GET\r\n\r\n")
refused(b"\x00\xff garbage\r\n\r\n")
show("handler that raises", once("GET", "/raise"))
leave_half_way("/")
show("still there", once("GET", "/"))
if threading:
    def three(i):
        connection = Connection()
        answers = [connection.ask("GET", "/chunks").body, connection.ask("POST", "/", body=b"%d" % (i % 5)).body]
        connection.close()
        return answers[0][:9], answers[1][:12]

    tally("50 clients", in_parallel(50, three))
else:
    tally("50 clients", in_parallel(50, lambda i: once("GET", "/chunks", {"Connection": "close"}).body[:9]))
