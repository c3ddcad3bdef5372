"""Two things at once."""

import os
import threading

import pytest

from models import beside
from models.beside import both


@pytest.fixture(autouse=True)
def idle(monkeypatch):
    """Whatever else the machine is at."""
    monkeypatch.setattr(beside, "running", lambda: 1)


def test_how_many_run_is_a_count(monkeypatch, tmp_path):
    monkeypatch.undo()
    assert beside.running() >= 1
    monkeypatch.setattr(beside, "_LOAD", tmp_path / "none")
    assert beside.running() == 1


def test_on_a_busy_machine_they_are_done_in_turn(monkeypatch):
    monkeypatch.setattr(beside, "running", lambda: 10**6)
    assert both(threading.get_ident, threading.get_ident) == (threading.get_ident(),) * 2


@pytest.mark.skipif(os.cpu_count() == 1, reason="one processor: they never meet")
def test_both_are_told_in_order_and_may_meet():
    met = threading.Barrier(2, timeout=5)
    assert both(lambda: (met.wait(), "a")[1], lambda: (met.wait(), "b")[1]) == ("a", "b")


def test_in_turn_they_are_of_one_thread():
    first, second = both(threading.get_ident, threading.get_ident, apart=False)
    assert first == second == threading.get_ident()


def test_where_no_processor_is_free_the_second_waits_its_turn():
    def many(depth):
        return both(threading.get_ident, lambda: many(depth - 1)) if depth else None

    assert many(100), "each level would take a thread more"


@pytest.mark.parametrize("apart", [True, False])
def test_what_either_raises_is_raised(apart):
    for first, second in ((lambda: 1 / 0, int), (int, lambda: 1 / 0)):
        with pytest.raises(ZeroDivisionError):
            both(first, second, apart)
    assert both(int, int, apart) == (0, 0), "and a processor is free again"
