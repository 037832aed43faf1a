for source in (
    "[0] * 10**15",
    "'x' * 10**15",
    "b'x' * 10**15",
    "bytes(10**15)",
    "bytearray(10**15)",
    "(0,) * 10**15",
    "'a'.center(10**15)",
    "b'a'.ljust(10**15)",
    "'a'.zfill(10**15)",
    "f'{1:{10**15}}'",
    "list(range(10**15))",
    "'x' * 2**62",
    "[None] * 2**62",
):
    try:
        eval(source)
        print(source, "made")
    except (MemoryError, OverflowError) as error:
        print(source, type(error).__name__)
