import logging
import os
import sys
import warnings

import pytest


@pytest.fixture
def resource(tmp_path):
    path = tmp_path / "file"
    path.write_text("x")
    yield path
    path.unlink()


@pytest.fixture(scope="module")
def shared(log):
    log.append("shared")
    return {"count": 0}


def test_resource(resource):
    assert resource.read_text() == "x"


def test_order(log, shared):
    shared["count"] += 1
    assert log[-2:] == ["shared", "begin test_order"]


@pytest.mark.parametrize("a, b", [(1, 2), pytest.param(3, 4, id="three"), pytest.param(5, 5, marks=pytest.mark.xfail(reason="equal"))])
@pytest.mark.parametrize("sign", [1, -1])
def test_parameters(a, b, sign):
    assert a * sign != b * sign


def test_words(word):
    assert len(word) >= 3


@pytest.mark.last
def test_last(log):
    assert log[-1] == "begin test_last"


def test_capture(capsys, caplog, monkeypatch):
    monkeypatch.setenv("SOME", "value")
    print("out", os.environ["SOME"])
    print("err", file=sys.stderr)
    with caplog.at_level(logging.INFO):
        logging.getLogger("x").info("told %d", 3)
    assert capsys.readouterr() == ("out value\n", "err\n")
    assert caplog.record_tuples == [("x", 20, "told 3")]


def test_capture_of_files(capfd):
    os.system("echo from a process")
    assert capfd.readouterr().out == "from a process\n"


def test_raises():
    with pytest.raises(ValueError, match=r"invalid literal.*'x'") as caught:
        int("x")
    assert caught.type is ValueError
    with pytest.raises(ExceptionGroup) as group:
        raise ExceptionGroup("several", [TypeError(1), KeyError(2)])
    assert group.group_contains(KeyError)
    with pytest.warns(UserWarning, match="careful"):
        warnings.warn("careful")
    assert 0.1 + 0.2 == pytest.approx(0.3)


@pytest.mark.skipif(sys.version_info > (3,), reason="new")
def test_skipped():
    assert False


@pytest.mark.filterwarnings("default")
def test_warns():
    warnings.warn("told", UserWarning)


class TestClass:
    def setup_method(self):
        self.value = 3

    def test_method(self):
        assert self.value == 3

    @pytest.mark.usefixtures("word")
    def test_used(self, request):
        assert request.getfixturevalue("word") in ("one", "two", "three")
