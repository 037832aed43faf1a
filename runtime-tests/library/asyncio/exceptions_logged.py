# slow
import asyncio
import gc


def never_retrieved(loop):
    future = loop.create_future()
    future.set_exception(ValueError("lost"))


def pending(loop):
    async def wait():
        await asyncio.sleep(100)

    task = loop.create_task(wait(), name="abandoned")
    task._log_destroy_pending = False
    return task.get_name()


def deeper(depth, function, loop):
    return deeper(depth - 1, function, loop) if depth else function(loop)


def main():
    loop = asyncio.new_event_loop()
    seen = []
    loop.set_exception_handler(lambda loop, context: seen.append((context["message"], repr(context["exception"]))))
    for _ in range(5):
        deeper(30, never_retrieved, loop)
    deeper(30, lambda loop: None, loop)
    gc.collect()
    # A reference may be left on the machine's stack, but not five.
    print(len(seen) > 0, set(seen))
    retrieved = loop.create_future()
    retrieved.set_exception(KeyError(1))
    print(repr(retrieved.exception()), retrieved._log_traceback)
    print(deeper(30, pending, loop), len(asyncio.all_tasks(loop)))
    loop.close()


main()
