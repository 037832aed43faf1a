import pytest


def pytest_addoption(parser):
    parser.addoption("--level", type=int, default=1)


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: "last" in item.keywords)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    report.sections.append(("extra", f"level {item.config.getoption('level')}"))
    return report


@pytest.fixture(scope="session")
def log():
    return []


@pytest.fixture(autouse=True)
def always(log, request):
    log.append(f"begin {request.node.name}")
    yield
    log.append(f"end {request.node.name}")


@pytest.fixture(params=["one", "two", "three"])
def word(request):
    return request.param
