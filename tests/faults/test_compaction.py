"""A reader that asks without a pause while volumes are bound anew, and the old ones go."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import indexer.index
import service
from indexer.build import build as run_build
from indexer.generation import generations
from indexer.index import LocalIndex, packing
from tests.encoders import HashEncoder
from tests.indexer.test_growing import LINES, QUESTIONS, answers, lay_out

PLACES = ("an-giang", "ben-tre", "ca-mau", "dak-lak", "ha-giang", "kien-giang", "lai-chau")


def some(first: int, *longer: str) -> dict[str, list[str]]:
    """The plans of all places from the ``first`` on; some have a line more."""
    return {
        f"{place}.txt": [*LINES[: 1 + at % 4], *(["Thêm việc."] if place in longer else [])]
        for at, place in enumerate(PLACES)
        if at >= first
    }


#: What the folder holds, one build after the other: some go, come again or change, then all do.
STEPS = [some(0), some(2), some(0, "ca-mau"), some(3, "kien-giang"), some(1, *PLACES)]


def said(index: LocalIndex) -> dict[str, object]:
    """Everything that an index gives, and what is answered out of it."""
    found = answers(index)
    for text in QUESTIONS:
        told = service.ask(index, text)
        found[f"asked {text}"] = (told.found, told.answers)
    return found


@contextmanager
def asking(index: LocalIndex) -> Iterator[list[bool]]:
    """Somebody else asks all the time; a list of whether it was answered as ever."""
    first, alike, over = said(index), list[bool](), threading.Event()

    def ask() -> None:
        while not over.is_set():
            try:
                alike.append(said(index) == first)
            except Exception:
                alike.append(False)
                raise

    reader = threading.Thread(target=ask)
    reader.start()
    try:
        yield alike
    finally:
        over.set()
        reader.join()


def volumes(generation: Path) -> set[int]:
    """What tells the volumes of a generation apart: their numbers are given again."""
    return {path.stat().st_ino for path in generation.glob("volumes/*/plans.sqlite")}


def test_a_reader_is_answered_as_before_while_volumes_are_bound_anew(
    folder: Path, index: Path, encoder: HashEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packing, "_SMALLEST", 3)
    monkeypatch.setattr(packing, "_VOLUMES", 4)
    lay_out(folder, STEPS[0])
    first = run_build(folder, index, encoder).generation
    with indexer.index.open(index, encoder=encoder) as held, asking(held) as alike:
        for files in STEPS[1:]:
            lay_out(folder, files)
            last, before = run_build(folder, index, encoder).generation, len(alike)
            while len(alike) < before + 2:  # one that began after the build, too
                assert alike[-1:] != [False]
                time.sleep(0.01)
        assert held.generation == first
        assert len(volumes(index / first)) > 2
        assert volumes(index / first).isdisjoint(volumes(index / last))
    assert all(alike) and len(alike) >= len(STEPS)
    fresh_index = index.with_name("fresh")
    run_build(folder, fresh_index, encoder)
    with (
        indexer.index.open(index, encoder=encoder) as grown,
        indexer.index.open(fresh_index, encoder=encoder) as fresh,
    ):
        assert said(grown) == said(fresh)
    lay_out(folder, STEPS[0])
    run_build(folder, index, encoder)
    assert first not in generations(index), "nobody holds it any more"
