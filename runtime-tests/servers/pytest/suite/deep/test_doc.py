def test_nested(log):
    assert log, "the fixture of the folder above"


async def test_coroutine():
    pass
