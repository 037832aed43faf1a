import os

from celery import Celery, Task

URL = f"redis://127.0.0.1:{os.environ['REDIS_PORT']}/0"
app = Celery("tasks", broker=URL, backend=URL)
app.conf.update(result_expires=60, task_track_started=True, broker_connection_retry_on_startup=True, worker_hijack_root_logger=False)


class Counting(Task):
    def on_failure(self, error, task_id, args, kwargs, info):
        app.backend.client.incr("failures")


@app.task
def add(x, y):
    return x + y


@app.task
def total(numbers):
    return sum(numbers)


@app.task(base=Counting)
def fail(kind):
    raise {"value": ValueError, "key": KeyError}[kind]("on purpose", 3)


@app.task(bind=True, max_retries=3, default_retry_delay=0)
def unsteady(self, name):
    try:
        if self.request.retries < 2:
            raise ConnectionError(name)
    except ConnectionError as error:
        raise self.retry(exc=error)
    return [name, self.request.retries]


@app.task(bind=True)
def progress(self):
    self.update_state(state="HALF", meta={"done": 50})
    return self.name


@app.task(ignore_result=True)
def note(word):
    app.backend.client.rpush("notes", word)


@app.task
def typed(x: int, *, y: str = "b") -> dict:
    return {"x": x, "y": y}
