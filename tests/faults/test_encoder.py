"""An encoder that fails, and an index that is damaged."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

import indexer.index
from indexer.build import build as run_build
from indexer.errors import TracuuError
from indexer.generation import generations
from indexer.index import LocalIndex
from tests.encoders import HashEncoder


def opened(index: Path, encoder: HashEncoder) -> LocalIndex:
    return indexer.index.open(index, encoder=encoder)


class Broken(HashEncoder):
    """An encoder that gives what it must not."""

    def __init__(self, result: NDArray[np.float32] | Exception) -> None:
        super().__init__(seed="broken")
        self.result = result

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if isinstance(self.result, Exception):
            raise self.result
        return self.result


@pytest.mark.parametrize(
    "result",
    [np.ones((1, 32)), np.ones((6, 31)), np.full((6, 32), np.nan), OSError("no model")],
    ids=["rows", "dim", "nan", "error"],
)
def test_a_broken_encoder_stops_the_build(
    folder: Path, index: Path, encoder: HashEncoder, result: NDArray[np.float32] | Exception
) -> None:
    kept = run_build(folder, index, encoder).generation
    with pytest.raises((TracuuError, OSError)):
        run_build(folder, index, Broken(result))
    assert generations(index) == [kept]
    assert not list(index.glob(".building-*"))
    assert opened(index, encoder).size() == 6


def test_memory_is_cleared_away_again_after_a_build_that_failed(
    folder: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.encoding.BATCH", 1)  # it fails while a document is at hand
    with pytest.raises(OSError, match="no model"):
        run_build(folder, index, Broken(OSError("no model")))
    assert gc.isenabled()


def test_a_damaged_index_is_built_anew(folder: Path, index: Path, encoder: HashEncoder) -> None:
    bad = index / run_build(folder, index, encoder).generation
    meaning = bad / "volumes/000001/vectors.f32"
    meaning.write_bytes(b"\x00" * meaning.stat().st_size)
    report = run_build(folder, index, encoder)
    assert report.built
    assert report.carried_over == 0
    assert "damaged" in report.notes[0]
    assert opened(index, encoder).size() == 6
    (index / "CURRENT").write_text("nonsense")
    assert run_build(folder, index, encoder).built
