import asyncio
import contextlib
import contextvars
import hashlib
import time

from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.endpoints import HTTPEndpoint
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, RedirectResponse, StreamingResponse
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.templating import Jinja2Templates

templates = Jinja2Templates(directory="templates")
name_of_request = contextvars.ContextVar("name_of_request", default="none")


@contextlib.asynccontextmanager
async def lifespan(app):
    app.state.done = []
    yield {"began": "yes"}


async def index(request):
    return templates.TemplateResponse(request, "index.html", {"items": range(5), "began": request.state.began})


async def item(request):
    number = request.path_params["number"]
    if number > 100:
        raise HTTPException(404, "no such item", {"X-Item": "none"})
    return JSONResponse({"number": number, "url": str(request.url_for("item", number=number).path), "query": dict(request.query_params)})


def in_a_thread(request):
    name_of_request.set("changed in the thread")
    return PlainTextResponse(f"thread {request.query_params.get('n')}")


async def in_context(request):
    name_of_request.set(request.query_params["name"])
    await asyncio.sleep(0.01)
    return PlainTextResponse(name_of_request.get())


class Body(HTTPEndpoint):
    async def post(self, request):
        digest, size = hashlib.sha256(), 0
        async for block in request.stream():
            digest.update(block)
            size += len(block)
        return PlainTextResponse(f"{size} {digest.hexdigest()}")

    async def get(self, request):
        return PlainTextResponse("post something")


async def upload(request):
    async with request.form() as form:
        file = form["file"]
        data = await file.read()
        fields = [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
        return JSONResponse({"name": file.filename, "size": len(data), "sha256": hashlib.sha256(data).hexdigest(), "fields": fields})


async def stream(request):
    async def parts():
        for i in range(5):
            await asyncio.sleep(0)
            yield f"part {i}\n"

    return StreamingResponse(parts(), media_type="text/plain")


async def large(request):
    return PlainTextResponse("0123456789abcdef" * 4096)


async def session(request):
    request.session["count"] = request.session.get("count", 0) + 1
    return JSONResponse(request.session)


async def background(request):
    async def later(word):
        request.app.state.done.append(word)

    return PlainTextResponse(str(len(request.app.state.done)), background=BackgroundTask(later, "done"))


async def slow(request):
    with open("begun", "a") as file:
        file.write("x")
    await asyncio.sleep(0.5)
    return PlainTextResponse("slow but whole")


def slow_in_a_thread(request):
    with open("begun", "a") as file:
        file.write("x")
    time.sleep(0.5)
    return PlainTextResponse("slow but whole")


async def failing(request):
    raise RuntimeError("on purpose")


async def group(request):
    async def one(i):
        await asyncio.sleep(0.001 * (5 - i))
        if i == 3 and "fail" in request.query_params:
            raise LookupError(i)
        return i * i

    try:
        async with asyncio.timeout(5), asyncio.TaskGroup() as tasks:
            made = [tasks.create_task(one(i)) for i in range(5)]
        results = [task.result() for task in made]
    except* LookupError as errors:
        results = [repr(errors)]
    return JSONResponse(results)


async def socket(websocket):
    await websocket.accept(subprotocol="words")
    async for text in websocket.iter_text():
        await websocket.send_json({"heard": text, "length": len(text)})
        if text == "bye":
            break
    await websocket.close(4001, "done")


async def not_found(request, error):
    return PlainTextResponse(f"{error.status_code} {error.detail}\n", error.status_code, error.headers)


app = Starlette(
    routes=[
        Route("/", index),
        Route("/item/{number:int}", item, name="item"),
        Route("/thread", in_a_thread),
        Route("/context", in_context),
        Route("/body", Body),
        Route("/upload", upload, methods=["POST"]),
        Route("/stream", stream),
        Route("/large", large),
        Route("/session", session),
        Route("/background", background),
        Route("/slow", slow),
        Route("/slow-in-a-thread", slow_in_a_thread),
        Route("/raise", failing),
        Route("/group", group),
        Route("/away", lambda request: RedirectResponse("/")),
        Route("/file", lambda request: FileResponse("app.py", filename="a ö.py")),
        Mount("/static", StaticFiles(directory="templates")),
        WebSocketRoute("/socket", socket),
    ],
    middleware=[
        Middleware(GZipMiddleware, minimum_size=1000),
        Middleware(CORSMiddleware, allow_origins=["https://example.test"]),
        Middleware(SessionMiddleware, secret_key="not a secret"),
    ],
    exception_handlers={HTTPException: not_found},
    lifespan=lifespan,
)
