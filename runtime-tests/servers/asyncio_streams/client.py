from _client import Connection, in_parallel, large_body, leave_half_way, malformed, once, show, tally, terminate_under_load, wait_until

connection = Connection()
show("first", connection.ask("GET", "/one?a=1", {"X-Name": "value"}))
show("second on the same connection", connection.ask("GET", "/two"))
show("chunks", connection.ask("GET", "/chunks"))
show("chunked body", connection.ask("POST", "/", chunks=[b"abc", b"x" * 100000, b"end"]))
show("large answer", connection.ask("GET", "/large"))
connection.send(connection.head("GET", "/a", {}) * 3)
for i in range(3):
    show(f"one of three at once, {i}", connection.answer())
show("missing", connection.ask("GET", "/missing"))
show("asked to close", connection.ask("GET", "/last", {"Connection": "close"}))
print("closed:", connection.at_end())
connection.close()
show("ten megabytes", once("POST", "/", body=large_body()))
show("malformed", malformed(b"nonsense\r\n\r\n"))
show("no colon", malformed())
show("bad length", malformed(b"POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n"))
show("line too long", malformed(b"GET /" + b"x" * 70000 + b" HTTP/1.1\r\n\r\n"))
show("bad chunk", malformed(b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"))
leave_half_way("/large")


def three(i):
    connection = Connection()
    answers = connection.ask("GET", "/chunks").body[:7], connection.ask("POST", "/", body=b"%d" % (i % 5)).status
    connection.close()
    return answers


tally("50 clients", in_parallel(50, three))
terminate_under_load(50, "/slow", lambda: int(once("GET", "/waiting").body) == 50)
