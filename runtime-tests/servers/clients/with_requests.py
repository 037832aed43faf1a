import hashlib
import os
import re
from concurrent.futures import ThreadPoolExecutor

import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

BASE = f"https://localhost:{os.environ['PORT']}"


def show(title, response):
    print("==", title)
    print(response.status_code, response.reason, response.headers.get("Content-Type"), response.encoding)
    print(response.text if len(response.text) < 2000 else (len(response.content), hashlib.sha256(response.content).hexdigest()))


def failing(title, call):
    try:
        call()
    except requests.RequestException as error:
        text = re.sub(r"0x[0-9a-f]+|port=\d+|:\d{4,5}\b|_ssl\.c:\d+", "...", str(error))
        print("==", title, type(error).__name__, [kind.__name__ for kind in type(error).__mro__[1:4]], text)


session = requests.Session()
session.verify = "cert.pem"
session.headers["X-From"] = "a session"
show("query", session.get(BASE + "/echo", params={"a": ["1", "2"], "b": "ä &"}))
show("form", session.post(BASE + "/echo", data={"a": "1", "b": "ü"}))
show("JSON", session.put(BASE + "/echo", json={"a": [1, None]}))
show("file", session.post(BASE + "/echo", data=requests.models.encode_multipart_formdata({"file": ("a.txt", b"content")}, "x")[0]))
show("generator", session.post(BASE + "/echo", data=(b"x" * 1000 for _ in range(5))))
show("large", session.post(BASE + "/echo", data=b"y" * (10 << 20)))
response = session.get(BASE + "/redirect")
show("redirected", response)
print([(r.status_code, r.url.partition("/redirect")[2]) for r in response.history], sorted(session.cookies.items()))
show("cookies", session.get(BASE + "/cookies", cookies={"own": "1"}))
show("not redirected", session.get(BASE + "/redirect", allow_redirects=False))
show("POST becomes GET", session.post(BASE + "/see-other", data=b"x"))
for path in ("/gzip", "/deflate", "/latin", "/missing", "/large"):
    show(path, session.get(BASE + path))
show("no password", session.get(BASE + "/secret"))
show("password", session.get(BASE + "/secret", auth=("user", "secret")))
show("HEAD", session.head(BASE + "/large"))
with session.get(BASE + "/parts", stream=True) as response:
    print(list(response.iter_lines()))
with session.get(BASE + "/large", stream=True) as response:
    print(sum(len(part) for part in response.iter_content(10000)))
failing("status", lambda: session.get(BASE + "/missing").raise_for_status())
failing("loop", lambda: session.get(BASE + "/loop"))
failing("not trusted", lambda: requests.get(BASE + "/echo"))
failing("another name", lambda: session.get(BASE.replace("localhost", "127.0.0.2") + "/echo"))
failing("slow", lambda: session.get(BASE + "/slow", timeout=0.2))
failing("nobody there", lambda: session.get("https://localhost:9/"))
failing("no scheme", lambda: session.get("localhost"))
failing("not JSON", lambda: session.get(BASE + "/latin").json())
retrying = requests.Session()
retrying.verify = "cert.pem"
retrying.mount("https://", HTTPAdapter(max_retries=Retry(2, status_forcelist=[404], backoff_factor=0)))
failing("retried", lambda: retrying.get(BASE + "/missing"))
with ThreadPoolExecutor(10) as pool:
    print(sorted(set(pool.map(lambda i: session.get(BASE + "/gzip").text[:10], range(50)))))
print(session.prepare_request(requests.Request("GET", BASE.replace(os.environ["PORT"], "1") + "/a b?c=ä")).url)
