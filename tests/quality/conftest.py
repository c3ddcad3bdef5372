"""One index over the plans that the gold questions are about, for whoever measures answers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import indexer.index
from indexer.build import build
from indexer.index import LocalIndex
from tests.quality.measures import shared


@pytest.fixture(scope="session")
def gold_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """``plans/seeds`` and ``plans/2025`` with the bundled model, built once (about 5 s)."""
    folders = [shared() / "plans" / name for name in ("seeds", "2025")]
    if missing := [str(folder) for folder in folders if not folder.is_dir()]:
        pytest.skip(f"no plans in {' or '.join(missing)}: set TRACUU_SHARED")
    index: Path = tmp_path_factory.mktemp("gold") / "index"
    report = build(folders, index)
    assert not report.quarantined, report.quarantined
    return index


@pytest.fixture(scope="session")
def gold_index(gold_path: Path) -> Iterator[LocalIndex]:
    """The same, open."""
    with indexer.index.open(gold_path) as opened:
        yield opened
