"""What was read is remembered, and what the runtime may not do."""

import os
import threading
from pathlib import Path

import onnxruntime
import pytest

from models import beside, runtime
from models.runtime import Pair, Remembered


def _pairs(*asked: bytes) -> list[Pair]:
    return [(one, b"said") for one in asked]


def test_a_pair_is_read_once_while_there_is_room(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[bytes] = []

    def length(pair: Pair) -> float:
        read.append(pair[0])
        return float(len(pair[0]))

    monkeypatch.setattr(runtime, "REMEMBERED", 3)
    known = Remembered(length)
    assert known.of(_pairs(b"aa", b"b", b"aa")).tolist() == [2, 1, 2]
    assert known.of(_pairs(b"b", b"ccc", b"aa")).tolist() == [1, 3, 2]
    assert sorted(read) == [b"aa", b"b", b"ccc"]
    # There is no more room: what is not asked now is forgotten.
    assert known.of(_pairs(b"dddd", b"b")).tolist() == [4, 1]
    assert known.of(_pairs(b"aa", b"b")).tolist() == [2, 1]
    assert sorted(read) == [b"aa", b"aa", b"b", b"ccc", b"dddd"]
    assert known.of([]).shape == (0,)


@pytest.mark.skipif(os.cpu_count() == 1, reason="one processor: they never meet")
def test_two_are_read_at_once_where_a_processor_is_free(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "running", lambda: 1)
    met = threading.Barrier(2, timeout=5)

    def length(pair: Pair) -> float:
        met.wait()
        return float(len(pair[0]))

    assert Remembered(length).of(_pairs(b"a", b"bb")).tolist() == [1, 2]


def test_the_longest_is_read_first_so_that_two_end_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(beside, "running", lambda: beside._CORES)
    read: list[int] = []
    known = Remembered(lambda pair: float(read.append(len(pair[1])) or 0))
    known.of([(b"asked", b"x" * size) for size in (3, 9, 1, 5)])
    assert read == [9, 5, 3, 1]


@pytest.mark.parametrize("running", [1, 99])
def test_what_reading_raises_is_raised(monkeypatch: pytest.MonkeyPatch, running: int) -> None:
    monkeypatch.setattr(beside, "running", lambda: running)

    def fails(pair: Pair) -> float:
        raise IndexError(pair[0])

    with pytest.raises(IndexError, match="a"):
        Remembered(fails).of(_pairs(b"a", b"a2"))


def test_what_a_caller_does_with_what_it_was_told_changes_nothing() -> None:
    known = Remembered(lambda pair: float(len(pair[0])))
    known.of(_pairs(b"a", b"bb"))[:] = 9
    assert known.of(_pairs(b"a", b"bb")).tolist() == [1, 2]


def test_the_runtime_tells_nobody() -> None:
    """From 1.29 on its wheels send what runs to its makers; ours must reach no network."""
    folder = Path(onnxruntime.__file__).parent / "capi"
    libraries = [path for path in folder.iterdir() if ".so" in path.name]
    assert libraries
    assert not [
        path.name for path in libraries if b"events.data.microsoft.com" in path.read_bytes()
    ]
