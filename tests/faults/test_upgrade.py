"""An index that an older release of the program wrote."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from indexer import originals
from indexer.assemble import NothingToIndex
from indexer.build import build as run_build
from indexer.errors import IndexMissing, IndexOutdated
from service.api.shelf import Shelf
from tests.encoders import HashEncoder
from tests.faults.reading import opener, texts, there

#: Made by this project when an index had the formats 3 and 5, from ``plans.PLANS``; 4 lacks but a
#: copy of the vectors that 5 has.
OLDER = [Path(__file__).with_name(f"index-format-{number}.zip") for number in (3, 5)]


@pytest.fixture(params=OLDER, ids=lambda path: path.stem)
def older(index: Path, request: pytest.FixtureRequest) -> Path:
    """Its index, with notes of readers and keys beside it."""
    index.mkdir()
    with zipfile.ZipFile(request.param) as zipped:
        zipped.extractall(index)
    (index / "feedback.jsonl").write_bytes(b'{"day": "2025-01-01"}\n')
    (index / "keys.json").write_bytes(b"{}")
    return index


def files(index: Path) -> dict[str, bytes]:
    """All that there is, but the lock and what a build has read."""
    found = (path for path in index.rglob("*") if path.is_file())
    known = {str(path.relative_to(index)): path.read_bytes() for path in found}
    return {name: data for name, data in known.items() if name[:5] not in (".lock", "work.")}


def test_it_is_said_and_read_anew(folder: Path, older: Path, encoder: HashEncoder) -> None:
    """Plans, notes of readers and keys stay as they were; nothing of the old rows is trusted."""
    before, mine = there(folder), files(older)
    with pytest.raises(IndexOutdated, match=r"phiên bản khác.*another release"):
        texts(older, encoder)
    shelf = Shelf(older, opener=opener(encoder), interval=3600.0)
    shelf.open()
    with pytest.raises(IndexMissing, match="another release"):
        shelf.index()
    report = run_build(folder, older, encoder)
    assert report.carried_over == 0 and any("another release" in note for note in report.notes)
    shelf.look()
    assert shelf.index().generation == report.generation
    shelf.close()
    assert texts(older, encoder) == before == there(folder)
    kept = files(older)
    assert all(kept[name] == mine[name] for name in ("feedback.jsonl", "keys.json"))
    assert originals.remembered(older) == (folder.absolute(),)


def test_without_its_plans_it_stays_as_it_is(
    tmp_path: Path, older: Path, encoder: HashEncoder
) -> None:
    """A folder that came with no plan of its own: what to do is said, and nothing is cleared."""
    (tmp_path / "empty").mkdir()
    before = files(older)
    with pytest.raises(NothingToIndex):
        run_build(tmp_path / "empty", older, encoder)
    assert files(older) == before
