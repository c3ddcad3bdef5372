"""What was read is remembered, and what the runtime may not do."""

from pathlib import Path

import onnxruntime
import pytest

from models import runtime
from models.runtime import Remembered


def test_a_pair_is_read_once_while_there_is_room(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def length(pair: str) -> float:
        read.append(pair)
        return float(len(pair))

    monkeypatch.setattr(runtime, "REMEMBERED", 3)
    known = Remembered(length)
    assert known.of(["aa", "b", "aa"]).tolist() == [2, 1, 2]
    assert known.of(["b", "ccc", "aa"]).tolist() == [1, 3, 2]
    assert read == ["aa", "b", "ccc"]
    assert known.of(["dddd", "b"]).tolist() == [
        4,
        1,
    ]  # no more room: the rest is forgotten
    assert known.of(["aa", "b"]).tolist() == [2, 1]
    assert read == ["aa", "b", "ccc", "dddd", "aa"]
    assert known.of([]).shape == (0,)


def test_what_a_caller_does_with_what_it_was_told_changes_nothing() -> None:
    known = Remembered(float)
    known.of([1, 2])[:] = 9
    assert known.of([1, 2]).tolist() == [1, 2]


def test_the_runtime_tells_nobody() -> None:
    """From 1.29 on its wheels send what runs to its makers; ours must reach no network."""
    folder = Path(onnxruntime.__file__).parent / "capi"
    libraries = [path for path in folder.iterdir() if ".so" in path.name]
    assert libraries
    assert not [
        path.name for path in libraries if b"events.data.microsoft.com" in path.read_bytes()
    ]
