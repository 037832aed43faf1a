import os
import re
import sys
from urllib.parse import urlencode

from _client import Connection, in_parallel, large_body, leave_half_way, malformed, once, show, tally, terminate_under_load

kind = sys.argv[1]
# Values with random or signed parts; messages are compressed too, and compressors differ.
SECRETS = [(re.compile(rb'(csrfmiddlewaretoken" value=")\w+'), rb"\1..."), (re.compile(rb"(csrftoken|sessionid)=\w+"), rb"\1=..."),
           (re.compile(rb"messages=[^;]+"), rb"messages=...")]


def plain(answer):
    for pattern, replacement in SECRETS:
        answer.headers = [pattern.sub(replacement, line) for line in answer.headers]
        answer.body = pattern.sub(replacement, answer.body)
    return answer


class Browser:
    def __init__(self):
        self.cookies = {}

    def ask(self, method, path, fields=None):
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), "Referer": "http://example.test/"}
        body = None
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode(fields | {"csrfmiddlewaretoken": self.cookies.get("csrftoken", "")}).encode()
        answer = once(method, path, headers, body)
        self.cookies |= answer.cookies()
        return answer


for path in ("/", "/?page=6", "/?page=99", "/book/1/", "/book/1000/", "/report.json", "/stream/", "/raise/", "/nowhere", "/book/1"):
    show(path, plain(once("GET", path)))
show("auf Deutsch", plain(once("GET", "/book/2/", {"Accept-Language": "de-AT,de;q=0.8,en;q=0.5"})))
show("no token", plain(once("POST", "/book/add/", {}, b"title=x")))
browser = Browser()
show("form", plain(browser.ask("GET", "/book/add/")))
show("errors", plain(browser.ask("POST", "/book/add/", {"title": "forbidden", "author": 99, "price": "-1", "kind": "z"})))
show("added", plain(browser.ask("POST", "/book/add/", {"title": "A <new> book", "author": 1, "price": "12.5", "kind": "p"})))
show("twice", plain(browser.ask("POST", "/book/add/", {"title": "A <new> book", "author": 1, "price": "12.5", "kind": "p"})))
show("list", plain(browser.ask("GET", "/")))
show("bad order", browser.ask("POST", "/book/1/order/", {"customer": "nobody", "count": 10}))
show("order", browser.ask("POST", "/book/1/order/", {"customer": "a@example.test", "count": 3}))
show("GET order", browser.ask("GET", "/book/1/order/"))
show("admin", plain(browser.ask("GET", "/admin/")))
show("admin's login", plain(browser.ask("GET", "/admin/login/?next=/admin/")))
show("wrong password", plain(browser.ask("POST", "/admin/login/?next=/admin/", {"username": "root", "password": "guess"})))
show("login", plain(browser.ask("POST", "/admin/login/?next=/admin/", {"username": "root", "password": "a good secret"})))
for path in ("/admin/", "/admin/shop/book/?kind__exact=a&q=ada", "/admin/shop/book/5/change/", "/admin/shop/order/"):
    show(path, plain(browser.ask("GET", path)))
show("admin's change", plain(browser.ask("POST", "/admin/shop/tag/1/change/", {"word": "crimson"})))
show("admin's history", plain(browser.ask("POST", "/admin/shop/author/add/", {"name": "New", "born": "1990-02-30"})))
show("logout", plain(browser.ask("POST", "/admin/logout/", {})))
form = (b'--sep\r\nContent-Disposition: form-data; name="file"; filename="large.bin"\r\n\r\n' + large_body() + b"\r\n--sep--\r\n")
show("ten megabytes as a file", once("POST", "/upload/", {"Content-Type": "multipart/form-data; boundary=sep"}, form))
show("ten megabytes", once("POST", "/raw/", body=large_body()))
show("too many fields", once("POST", "/book/add/", {"Content-Type": "application/x-www-form-urlencoded"}, b"a=1&" * 1500))
show("HEAD", once("HEAD", "/stream/"))
leave_half_way("/raw/")
if kind == "gunicorn":
    show("malformed", malformed(b"nonsense\r\n\r\n"))
    show("no colon", malformed())
    show("chunked body", once("POST", "/raw/", chunks=[b"abc", b"x" * 100000]))
tally("50 clients", in_parallel(50, lambda i: (once("GET", "/stream/").body[:15], len(once("GET", f"/book/{i % 3 + 1}/").body))))
if kind == "gunicorn":
    terminate_under_load(2, "/slow/", lambda: os.path.exists("begun") and os.path.getsize("begun") == 2)
