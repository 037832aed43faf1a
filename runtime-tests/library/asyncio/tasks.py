import asyncio


async def child(name, delay, log):
    try:
        await asyncio.sleep(delay)
        log.append(name)
        return name
    except asyncio.CancelledError as error:
        log.append((name, "cancelled", error.args))
        raise
    finally:
        log.append((name, "left"))


async def cancelling():
    log = []
    task = asyncio.create_task(child("a", 10, log), name="named")
    print(task.get_name(), task.done(), task.cancelling())
    await asyncio.sleep(0)
    print(task.cancel("why"), task.cancelling(), task.uncancel(), task.uncancel())
    try:
        await task
    except asyncio.CancelledError as error:
        print("awaited", error.args)
    print(task.cancelled(), log)
    # Cancelled before the first step.
    task = asyncio.create_task(child("b", 0, log))
    task.cancel()
    print(task._must_cancel)
    try:
        await task
    except asyncio.CancelledError as error:
        print("never started", error.args, log)


async def stubborn():
    for _ in range(3):
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            asyncio.current_task().uncancel()
    return "done"


async def ignoring():
    task = asyncio.create_task(stubborn())
    for _ in range(3):
        await asyncio.sleep(0)
        task.cancel()
    print(await task, task.cancelling())


async def failing():
    async def fail():
        await asyncio.sleep(0)
        raise ValueError("failed")

    results = await asyncio.gather(fail(), child("c", 0, []), return_exceptions=True)
    print(results)
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fail())
            waiting = group.create_task(child("d", 10, []))
    except* ValueError as errors:
        print(errors.exceptions, waiting.cancelled())
    try:
        async with asyncio.timeout(0.01):
            try:
                1 / 0
            finally:
                await asyncio.sleep(10)
    except TimeoutError as error:
        print(repr(error.__cause__), repr(error.__cause__.__context__))
    try:
        await asyncio.wait_for(asyncio.Event().wait(), 0.01)
    except TimeoutError:
        print("timed out")


class Bad:
    def __init__(self, value):
        self.value = value

    def __await__(self):
        return (yield self.value)


async def bad_yields():
    other_loop = asyncio.new_event_loop()

    async def wait(value):
        await Bad(value)

    def generator():
        yield

    for value in (1, asyncio.get_running_loop().create_future(), generator()):
        try:
            await asyncio.create_task(wait(value))
        except RuntimeError as error:
            print(str(error)[:60])

    async def foreign():
        await other_loop.create_future()

    try:
        await asyncio.create_task(foreign())
    except RuntimeError as error:
        print("attached to a different loop" in str(error))
    task = None

    async def itself():
        await task

    task = asyncio.create_task(itself())
    try:
        await task
    except RuntimeError as error:
        print(str(error)[:30])
    other_loop.close()


async def who():
    task = asyncio.current_task()
    other = asyncio.create_task(asyncio.sleep(0))
    print(len(asyncio.all_tasks()), task in asyncio.all_tasks(), other in asyncio.all_tasks())
    await other
    print(asyncio.all_tasks() == {task}, other.get_coro() is not None)
    for function in (task.set_result, task.set_exception):
        try:
            function(1)
        except RuntimeError as error:
            print(error)
    try:
        asyncio.Task(3)
    except TypeError as error:
        print(error)
    try:
        asyncio.tasks._enter_task(asyncio.get_running_loop(), other)
    except RuntimeError as error:
        print(str(error)[:22])
    try:
        asyncio.tasks._leave_task(asyncio.get_running_loop(), other)
    except RuntimeError as error:
        print(str(error)[:29])


async def main():
    for step in (cancelling, ignoring, failing, bad_yields, who):
        print("--", step.__name__)
        await step()


asyncio.run(main())
try:
    asyncio.current_task()
except RuntimeError as error:
    print(error)
