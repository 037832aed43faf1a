import asyncio
import hashlib
import os
import re
import ssl

import httpx

BASE = f"https://localhost:{os.environ['PORT']}"
CONTEXT = ssl.create_default_context(cafile="cert.pem")


def show(title, response):
    print("==", title)
    print(response.http_version, response.status_code, response.reason_phrase, response.headers.get("Content-Type"), response.encoding)
    print(response.text if len(response.content) < 2000 else (len(response.content), hashlib.sha256(response.content).hexdigest()))


def failing(title, call):
    try:
        call()
    except (httpx.HTTPError, ValueError) as error:
        text = re.sub(r":\d{4,5}\b|_ssl\.c:\d+", "...", str(error))
        print("==", title, type(error).__name__, [kind.__name__ for kind in type(error).__mro__[1:4]], text)


def plainly():
    seen = []
    with httpx.Client(verify=CONTEXT, base_url=BASE, headers={"X-From": "a client"}, event_hooks={"response": [lambda r: seen.append(r.status_code)]}) as client:
        show("query", client.get("/echo", params={"a": ["1", "2"], "b": "ä &"}))
        show("form", client.post("/echo", data={"a": "1", "b": "ü"}))
        show("JSON", client.put("/echo", json={"a": [1, None]}))
        show("file", client.post("/echo", files={"file": ("a.txt", b"content")}, headers={"Content-Type": "multipart/form-data; boundary=x"}))
        show("generator", client.post("/echo", content=(b"x" * 1000 for _ in range(5))))
        show("large", client.post("/echo", content=b"y" * (10 << 20)))
        response = client.get("/redirect", follow_redirects=True)
        show("redirected", response)
        print([r.status_code for r in response.history], sorted(client.cookies.items()))
        for path in ("/gzip", "/deflate", "/latin", "/missing", "/large", "/cookies"):
            show(path, client.get(path))
        show("password", client.get("/secret", auth=("user", "secret")))
        with client.stream("GET", "/parts") as response:
            print(list(response.iter_lines()))
        failing("status", lambda: client.get("/missing").raise_for_status())
        failing("loop", lambda: client.get("/loop", follow_redirects=True))
        failing("slow", lambda: client.get("/slow", timeout=0.2))
        failing("nobody there", lambda: client.get("https://localhost:9/"))
        failing("another name", lambda: client.get(BASE.replace("localhost", "127.0.0.2") + "/echo"))
        failing("not JSON", lambda: client.get("/latin").json())
    failing("not trusted", lambda: httpx.get(BASE + "/echo"))
    failing("no scheme", lambda: httpx.get("localhost"))
    print(seen)
    print(httpx.URL("https://user@exämple.test:8080/a b?c=d#e"), repr(httpx.Timeout(1, read=2)))


async def concurrently():
    limits = httpx.Limits(max_connections=10)
    async with httpx.AsyncClient(verify=CONTEXT, base_url=BASE, limits=limits) as client:
        answers = await asyncio.gather(*(client.get("/echo", params={"n": i}) for i in range(50)))
        print(sorted(answer.json()["query"][0][1] for answer in answers) == sorted(map(str, range(50))))
        async with client.stream("GET", "/large") as response:
            print(sum([len(part) async for part in response.aiter_bytes(10000)]))

        async def body():
            for i in range(5):
                await asyncio.sleep(0)
                yield b"z" * i

        show("asynchronous body", await client.post("/echo", content=body()))
        try:
            async with asyncio.timeout(0.1):
                await client.get("/slow")
        except TimeoutError:
            print("cancelled")
        show("afterwards", await client.get("/latin"))
    transport = httpx.ASGITransport(app=__import__("app").asgi)
    async with httpx.AsyncClient(transport=transport, base_url="http://inside") as client:
        show("without a network", await client.get("/parts"))


plainly()
asyncio.run(concurrently())
