import unittest
import warnings

import pytest


class Thing:
    def __init__(self, value):
        self.value = value

    def __eq__(self, other):
        return self.value == other.value

    def __repr__(self):
        return f"Thing({self.value})"


def twice(x):
    return 2 * x


def test_values():
    values = [1, 2, {"a": (1, 2)}]
    assert [twice(x) for x in values[:2]] + [values[2]] == [2, 4, {"a": (1, 3)}]


def test_text():
    assert "one\ntwo\nthree\n" == "one\n2\nthree\n", "the message"


def test_calls():
    thing = Thing(3)
    assert thing == Thing(4) or not twice(thing.value) == 6


def test_sets_and_chains():
    assert 1 < twice(2) < 3
    assert {1, 2} == {2, 3}


def test_long():
    assert list(range(50)) == list(range(49)) + [99]


def test_walrus_and_in():
    assert (n := twice(4)) in {"x": n}.values() and n not in [8]


def test_error():
    try:
        {}["missing"]
    except KeyError as error:
        raise RuntimeError("while looking") from error


def test_deprecated():
    warnings.warn("old", DeprecationWarning)


@pytest.fixture
def broken():
    raise OSError("no resource")


def test_setup(broken):
    pass


@pytest.fixture
def ends_badly():
    yield
    assert not "ends"


def test_teardown(ends_badly):
    print("before the end")


@pytest.mark.xfail(strict=True)
def test_passes_against_expectation():
    pass


class OldStyle(unittest.TestCase):
    def setUp(self):
        self.addCleanup(print, "cleaned")

    def test_equal(self):
        self.assertEqual({"a": 1}, {"a": 2})

    def test_several(self):
        for i in range(3):
            with self.subTest(i=i):
                self.assertNotEqual(i, 1)

    @unittest.expectedFailure
    def test_expected(self):
        self.fail()
