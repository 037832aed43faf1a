import asyncio
import signal

print(signal.getsignal(signal.SIGINT) is signal.default_int_handler)


async def main():
    signal.raise_signal(signal.SIGINT)
    await asyncio.sleep(10)


try:
    asyncio.run(main())
except KeyboardInterrupt as error:
    print(repr(error), repr(error.__context__))
print(signal.getsignal(signal.SIGINT) is signal.default_int_handler)
