from _client import in_parallel, large_body, leave_half_way, malformed, once, refused, show, tally

for path in ("/", "/a%20b/%C3%A4?x=1&y=2", "/parts", "/file", "/shift", "/raise", "/raise-late"):
    show(path, once("GET", path, {"X-Name": "välue"}))
show("HEAD", once("HEAD", "/"))
show("POST", once("POST", "/", {"Content-Type": "text/plain"}, b"body"))
show("ten megabytes", once("POST", "/", {"Content-Type": "application/octet-stream"}, large_body()))
refused(b"GET\r\n\r\n")
show("no colon", malformed())
leave_half_way("/parts")
show("still there", once("GET", "/parts"))
tally("5 clients at a time", sum((in_parallel(5, lambda i: once("GET", "/parts").body) for _ in range(10)), []))
