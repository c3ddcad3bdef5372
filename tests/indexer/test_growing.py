"""An index that grew step by step answers as one that was built at once."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import indexer.index
from indexer.build import build as run_build
from indexer.errors import IndexCorrupt
from indexer.generation import current, rollback
from indexer.index import LocalIndex, packing
from indexer.text import terms
from service.retrieve.searching import search
from tests.encoders import HashEncoder
from tests.indexer import plans

LINES = (
    plans.HEALTH,
    plans.MONEY,
    plans.POLICE,
    "Báo cáo gửi trước ngày 15/6.",
    "Hoà giải ở cơ sở.",
)
NAMES = tuple(f"{name}.txt" for name in ("an-giang", "ben-tre", "ca-mau", "dak-lak", "ha-giang"))
PLAN = st.lists(st.sampled_from(LINES), max_size=4)
#: What the folder of plans is to hold, one build after the other.
STEPS = st.lists(st.dictionaries(st.sampled_from(NAMES), PLAN, min_size=1), min_size=2, max_size=4)
QUESTIONS = ("khám sức khỏe", "kinh phí ngày 15/6", "hòa giải", "co quan nao kham suc khoe")


def lay_out(folder: Path, files: Mapping[str, list[str]]) -> None:
    """Exactly these plans in the folder; each says its name, so that none is another's twin."""
    for path in folder.glob("*"):
        path.unlink()
    plans.write(
        folder, {name: "\n".join([f"I. VIỆC {name}", *lines]) for name, lines in files.items()}
    )


def answers(index: LocalIndex) -> dict[str, object]:
    """What it says, rows, scores and order included."""
    found: dict[str, object] = {"size": index.size(), "accents": index.accents.counts()}
    for info in index.documents():
        found[info.id] = (list(index.rows(info.id)), index.clauses(info.id), index.text(info.id))
        found[f"problems of {info.id}"] = index.problems(info.id)
    rows = range(index.size())
    found["passages"] = index.passages(rows)
    found["searchable"] = list(index.searchable())
    found["vectors"] = index.vectors(rows).tolist()
    found["phrases"] = index.phrases()
    for text in QUESTIONS:
        weighted = [(term, 1.0) for term in terms(text)]
        query = index.encoder.encode_queries([text])[0]
        found[f"terms {text}"] = index.search_terms(weighted, 99, None)
        found[f"frequency {text}"] = index.frequency(terms(text))
        found[f"vector {text}"] = index.search_vector(query, 99, None)
        found[f"figures {text}"] = (
            index.search_terms(weighted, 99, None, figures=True),
            index.search_vector(query, 99, None, figures=True),
        )
        found[f"search {text}"] = [
            (hit.citation.clause, hit.score) for hit in search(index, text, limit=50).hits
        ]
    return found


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Volumes so small that a few plans fill several of them."""
    monkeypatch.setattr(packing, "_SMALLEST", 3)
    monkeypatch.setattr(packing, "_VOLUMES", 4)
    plans.use(monkeypatch)


@pytest.mark.usefixtures("small")
@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(STEPS)
def test_any_changes_lead_to_what_a_first_build_gives(
    steps: list[dict[str, list[str]]],
) -> None:
    fast = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # no sync to wait for
    with tempfile.TemporaryDirectory(dir=fast) as place:
        folder, encoder = Path(place) / "plans", HashEncoder()
        folder.mkdir()
        for files in steps:
            lay_out(folder, files)
            run_build(folder, Path(place) / "grown", encoder)
        run_build(folder, Path(place) / "fresh", encoder)
        with (
            indexer.index.open(Path(place) / "grown", encoder=encoder) as grown,
            indexer.index.open(Path(place) / "fresh", encoder=encoder) as fresh,
        ):
            assert isinstance(grown, LocalIndex)
            assert isinstance(fresh, LocalIndex)
            assert answers(grown) == answers(fresh)


def test_what_did_not_change_is_the_same_files(
    folder: Path, index: Path, encoder: HashEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packing, "_SMALLEST", 2)
    first = index / run_build(folder, index, encoder).generation
    plans.write(folder, {"new.txt": f"I. MỚI\n{plans.MONEY}"})
    second = index / run_build(folder, index, encoder).generation
    shared = {p.relative_to(first) for p in first.glob("volumes/*/*") if p.is_file()}
    assert shared
    for name in shared:
        assert (first / name).samefile(second / name)
    assert len(list(second.glob("volumes/*"))) == len(list(first.glob("volumes/*"))) + 1


def test_a_flipped_byte_in_a_shared_file_is_in_both_generations_and_the_next_build_mends_it(
    folder: Path, index: Path, encoder: HashEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packing, "_SMALLEST", 2)
    run_build(folder, index, encoder)
    plans.write(folder, {"new.txt": f"I. MỚI\n{plans.MONEY}"})
    run_build(folder, index, encoder)
    shared = index / current(index) / "volumes/000001/plans.sqlite"
    flipped = bytearray(shared.read_bytes())
    flipped[len(flipped) // 2] ^= 1
    shared.write_bytes(flipped)
    with pytest.raises(IndexCorrupt, match="tracuu index"):
        indexer.index.open(index, encoder=encoder)
    with pytest.raises(IndexCorrupt, match=r"plans\.sqlite"):
        rollback(index)
    report = run_build(folder, index, encoder)
    assert report.built
    assert 0 < report.carried_over < report.documents  # only what the damaged volume held is read
    with indexer.index.open(index, encoder=encoder) as mended:
        assert mended.text("an-giang-2023") == plans.PLANS["an-giang-2023.txt"]
        assert len(mended.documents()) == 4


def test_without_hard_links_files_are_copied(
    folder: Path, index: Path, encoder: HashEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*names: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr("os.link", refuse)
    monkeypatch.setattr(packing, "_SMALLEST", 2)
    run_build(folder, index, encoder)
    plans.write(folder, {"new.txt": f"I. MỚI\n{plans.MONEY}"})
    assert run_build(folder, index, encoder).carried_over == 3
    with indexer.index.open(index, encoder=encoder) as copied:
        assert len(copied.documents()) == 4


def test_sums_that_are_damaged_are_made_again(
    folder: Path, index: Path, encoder: HashEncoder
) -> None:
    accents = index / run_build(folder, index, encoder).generation / "accents.npz"
    good = accents.read_bytes()
    accents.write_bytes(good[:-1] + b"?")
    report = run_build(folder, index, encoder)
    assert (report.built, report.carried_over) == (True, 3)
    assert (index / current(index) / "accents.npz").read_bytes() == good
