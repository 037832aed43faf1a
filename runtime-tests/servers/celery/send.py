import time

from celery import chain, chord, group
from celery.exceptions import TimeoutError

from tasks import add, app, fail, note, progress, total, typed, unsteady

redis = app.backend.client
print(add.delay(2, 3).get(timeout=60))
print(add.apply_async((1,), {"y": 2}, countdown=0.1).get(timeout=60))
print([result.get(timeout=60) for result in [add.delay(i, i) for i in range(50)]] == [2 * i for i in range(50)])
for kind in ("value", "key", "other"):
    result = fail.delay(kind)
    try:
        result.get(timeout=60)
    except Exception as error:
        print(type(error).__name__, error.args, result.state, result.traceback.splitlines()[-1])
print(unsteady.delay("a name").get(timeout=60))
print(chain(add.s(1, 2), add.s(10), add.s(100))().get(timeout=60))
print(group(add.s(i, 1) for i in range(5))().get(timeout=60))
print(chord((add.s(i, i) for i in range(5)), total.s())().get(timeout=60))
print((group(add.s(1, 1), add.s(2, 2)) | total.s() | add.s(1000))().get(timeout=60))
print(progress.delay().get(timeout=60), typed.delay(1, y="ü").get(timeout=60))
for word in ("one", "two"):
    note.delay(word)
deadline = time.monotonic() + 60
while redis.llen("notes") < 2 and time.monotonic() < deadline:
    time.sleep(0.02)
print(sorted(redis.lrange("notes", 0, -1)), redis.get("failures"))
try:
    app.send_task("tasks.add", (1, 2), queue="nobody listens").get(timeout=0.3)
except TimeoutError as error:
    print(type(error).__name__, error)
print(add.s(1).clone((2,)), add.signature((1, 2), immutable=True).apply().get())
with redis.pipeline() as pipe:
    print(pipe.set("a", 1).incrby("a", 5).hset("h", mapping={"x": 1, "y": "ü"}).hgetall("h").execute())
print(add.delay(4, 5).get(timeout=60))
