"""The Index protocol: what an index on one machine and one in Milvus both promise."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

import indexer.index
import models
from indexer.address import Address
from indexer.build import build as run_build
from indexer.documents import Span
from indexer.errors import IndexCorrupt, IndexMissing, NotFound
from indexer.index import Hit, Index, LocalIndex, OpenIndex
from indexer.index.lexical import marked
from indexer.index.milvus.publishing import publish
from indexer.index.opened import Opened
from tests.encoders import HashEncoder
from tests.indexer import plans
from tests.indexer.plans import weighted


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalIndex]:
    """Read by many tests: built once."""
    room = tmp_path_factory.mktemp("once")
    encoder = HashEncoder()
    with pytest.MonkeyPatch.context() as patch:
        plans.use(patch)
        run_build(plans.write(room / "plans", plans.PLANS), room / "index", encoder)
    with indexer.index.open(room / "index", encoder=encoder) as opened:
        assert isinstance(opened, LocalIndex)
        yield opened


@pytest.fixture(scope="module", params=["local", "milvus"])
def index(
    request: pytest.FixtureRequest, local: LocalIndex, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[OpenIndex]:
    """The same plans, kept either way."""
    if request.param == "local":
        yield local
        return
    address = f"milvus://{tmp_path_factory.mktemp('milvus') / 'plans.db'}"
    publish([local], Address.parse(address))
    with indexer.index.open(address, encoder=local.encoder) as opened:
        yield opened


@pytest.fixture(params=["local", "milvus"])
def place(
    request: pytest.FixtureRequest, tmp_path: Path, encoder: HashEncoder
) -> Callable[[Path], Path | str]:
    """Builds a folder of plans and puts its index either way; gives where it is."""

    def put(folder: Path) -> Path | str:
        run_build(folder, tmp_path / "put", encoder)
        if request.param == "local":
            return tmp_path / "put"
        address = f"milvus://{tmp_path / 'plans.db'}"
        with indexer.index.open(tmp_path / "put", encoder=encoder) as built:
            assert isinstance(built, LocalIndex)
            publish([built], Address.parse(address))
        return address

    return put


def test_speaks_the_protocol(index: OpenIndex, encoder: HashEncoder) -> None:
    assert isinstance(index, Index)
    assert isinstance(encoder, models.Encoder)
    assert index.encoder.fingerprint == encoder.fingerprint
    assert index.accents.restore("kham suc khoe") == "khám sức khỏe"
    assert index.size() == 6


def test_documents(index: OpenIndex) -> None:
    assert [d.id for d in index.documents()] == ["an-giang-2023", "ben-tre-2024", "ca-mau-2025"]
    info = index.document("an-giang-2023")
    assert (info.source, info.year, info.locality) == ("an-giang-2023.txt", 2023, "tỉnh Thử")
    assert index.text("an-giang-2023") == plans.PLANS["an-giang-2023.txt"]
    assert index.problems("an-giang-2023") == ("thử",)
    assert [p.number for p in index.pages("an-giang-2023")] == [1]


def test_clauses_come_back_as_they_went_in(index: OpenIndex, folder: Path) -> None:
    wanted = plans.analyse(folder / "ca-mau-2025.md", "ca-mau-2025", "ca-mau-2025.md")
    assert index.clauses("ca-mau-2025") == list(wanted.clauses)
    assert index.clause("ca-mau-2025", "I.2") == wanted.clauses[2]
    start = wanted.text.index(plans.HEALTH)
    span = index.clause("ca-mau-2025", "I.2").facts.targets[0].span
    assert span == Span(start, start + len(plans.HEALTH))


@pytest.mark.parametrize("name", ["", "nowhere", "an-giang-2023'; DROP TABLE clauses", "\x00"])
def test_unknown_documents(index: OpenIndex, name: str) -> None:
    for call in (
        index.document,
        index.text,
        index.pages,
        index.clauses,
        index.rows,
        index.problems,
    ):
        with pytest.raises(NotFound, match="Không có kế hoạch") as caught:
            call(name)
        assert caught.value.field == "document"


def test_unknown_clause(index: OpenIndex) -> None:
    with pytest.raises(NotFound, match=r"IX\.9") as caught:
        index.clause("an-giang-2023", "IX.9")
    assert caught.value.field == "clause"


def test_passages(index: OpenIndex) -> None:
    found = index.passages([4, 0, 99, 4])
    assert sorted(found) == [0, 4]
    passage = found[4]
    assert (passage.row, passage.document, passage.clause.path) == (4, "ca-mau-2025", "I.2")
    assert passage.context == ("I. NHIỆM VỤ",)
    assert passage.text == plans.HEALTH
    assert passage.text in index.text(passage.document)
    assert index.passages([0, 4]) == found  # now from memory
    assert index.passages([]) == {}
    assert index.passages(np.array([4]))[4] == passage


def test_the_cache_is_bounded(index: OpenIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.index.opened._CACHED", 2)
    for row in range(6):
        assert index.passages([row])[row].row == row
    assert len(index._cache) <= 2


def test_rows(index: OpenIndex) -> None:
    rows = [row for info in index.documents() for row in index.rows(info.id)]
    assert rows == list(range(6))
    assert list(index.rows("ben-tre-2024")) == [2]


def test_frequency(index: OpenIndex) -> None:
    found = index.frequency(["suc_khoe", "so_y", "khong-co", *marked("Sức khỏe")])
    assert found == {"suc_khoe": 2, "so_y": 2, "khong-co": 0, marked("Sức khỏe")[0]: 2}


def test_search_terms(index: OpenIndex) -> None:
    hits = index.search_terms(weighted("kham suc khoe"), 10, None)
    assert [hit.row for hit in hits] == [0, 4]
    assert hits[0].score >= hits[1].score > 0
    assert index.search_terms(weighted("kham suc khoe"), 1, None) == hits[:1]


def test_search_within_documents_scores_the_same(index: OpenIndex) -> None:
    everywhere = {h.row: h.score for h in index.search_terms(weighted("Sở Tài chính"), 9, None)}
    inside = index.search_terms(weighted("Sở Tài chính"), 9, ["ca-mau-2025", "nowhere"])
    assert [hit.row for hit in inside] == [3, 4]
    for hit in inside:
        assert hit.score == pytest.approx(everywhere[hit.row], rel=1e-5)
    assert index.search_terms(weighted("Sở Tài chính"), 9, []) == []
    assert index.search_terms(weighted("Sở Tài chính"), 9, {"nowhere"}) == []


def test_weights(index: OpenIndex) -> None:
    (once,) = index.search_terms([("toi", 1.0)], 1, ["ben-tre-2024"])
    (twice,) = index.search_terms([("toi", 1.5), ("toi", 0.5)], 1, ["ben-tre-2024"])
    assert twice.score == pytest.approx(2 * once.score, rel=1e-5)
    assert index.search_terms([("toi", 0.0), ("so", -1.0)], 9, None) == []
    assert index.search_terms([], 9, None) == []
    for limit in (0, -1):
        assert index.search_terms([("toi", 1.0)], limit, None) == []
    assert len(index.search_terms([("so", 1.0)], 10**9, None)) == 4


def test_marked_terms_tell_accents_apart(
    place: Callable[[Path], Path | str], folder: Path, encoder: HashEncoder
) -> None:
    plans.write(folder, {"x.txt": "I. A\nđường dây nóng\ndương dậy nông\nđương đầy nòng"})
    with indexer.index.open(place(folder), encoder=encoder) as index:
        folded = index.search_terms(weighted("duong day"), 9, ["x"])
        assert len(folded) == 3
        assert len({round(hit.score, 4) for hit in folded}) == 1
        exact = [(term, 1.0) for term in marked("dương dậy")]
        assert [h.row for h in index.search_terms(exact, 9, ["x"])] == [folded[1].row]
        both = index.search_terms([*weighted("dương dậy"), *exact], 9, ["x"])
        assert both[0].row == folded[1].row
        assert len(both) == 3


@pytest.mark.parametrize("term", ["", "^", " ", "a b", "so\x00", "😀", "^😀", "x" * 100_000, "+so"])
def test_odd_terms_find_nothing(index: OpenIndex, term: str) -> None:
    assert index.search_terms([(term, 1.0)], 9, None) == []
    assert index.frequency([term]) == {term: 0}


def test_search_vector_is_exact(index: OpenIndex, encoder: HashEncoder) -> None:
    query = encoder.encode_queries(["khám sức khỏe định kỳ"])[0]
    hits = index.search_vector(query, 6, None)
    wanted = index.vectors(range(6)) @ query
    assert [hit.row for hit in hits][:4] == [0, 4, 1, 3]  # twins: by row
    assert {hit.row for hit in hits} == set(range(6))
    assert [hit.score for hit in hits] == pytest.approx(sorted(wanted, reverse=True), abs=1e-6)
    inside = index.search_vector(query, 6, ["ca-mau-2025", "nowhere"])
    assert [hit.row for hit in inside] == [hit.row for hit in hits if hit.row >= 3]
    assert index.search_vector(query, 2, None) == hits[:2]
    assert index.search_vector(query, 10**9, None) == hits
    assert index.search_vector(query, 0, None) == index.search_vector(query, 6, []) == []


def test_what_plans_say_is_counted(index: OpenIndex) -> None:
    assert [tuple(one) for one in index.phrases()] == [("agency", "X", 6)]


def test_rows_that_state_figures_are_searched_alone(index: OpenIndex, encoder: HashEncoder) -> None:
    stating = {row for row, found in index.passages(range(6)).items() if found.text != plans.POLICE}
    assert len(stating) == 4
    said = weighted(f"{plans.POLICE} Sở Y tế")
    query = encoder.encode_queries([plans.POLICE])[0]
    for documents in (None, ["ca-mau-2025", "nowhere"]):
        for every, alone in (
            (
                index.search_terms(said, 9, documents),
                index.search_terms(said, 9, documents, figures=True),
            ),
            (
                index.search_vector(query, 9, documents),
                index.search_vector(query, 9, documents, figures=True),
            ),
        ):
            among = [hit for hit in every if hit.row in stating]
            assert [hit.row for hit in alone] == [hit.row for hit in among] != []
            scores = [hit.score for hit in among]
            assert [hit.score for hit in alone] == pytest.approx(scores, abs=1e-5)
            assert len(alone) < len(every)
    assert index.search_terms(said, 9, [], figures=True) == []
    assert index.search_vector(query, 9, [], figures=True) == []


def test_a_vector_of_another_model_is_refused(index: OpenIndex) -> None:
    with pytest.raises(ValueError, match="7 dimensions"):
        index.search_vector(np.ones(7, dtype=np.float32), 1, None)


def test_vectors(index: OpenIndex, encoder: HashEncoder) -> None:
    found = index.vectors([4, 0])
    assert found.dtype == np.float32
    np.testing.assert_array_equal(found, encoder.encode_passages([plans.HEALTH] * 2))
    assert index.vectors([]).shape == (0, encoder.dim)
    found[:] = 0  # a copy
    assert index.vectors([4]).any()


def test_cosines(index: OpenIndex, encoder: HashEncoder) -> None:
    query = encoder.encode_queries(["khám sức khỏe định kỳ"])[0]
    found = index.cosines([4, 0, 4], query)
    np.testing.assert_allclose(found, index.vectors([4, 0, 4]) @ query, atol=1e-6)
    assert index.cosines([], query).shape == (0,)


def test_many_threads(index: OpenIndex, encoder: HashEncoder) -> None:
    def work(number: int) -> tuple[list[Hit], list[Hit], str]:
        row = number % 6
        barrier.wait()
        passage = index.passages([row])[row]
        index.clauses(passage.document)
        vector = encoder.encode_queries([passage.text])[0]
        lexical = index.search_terms(weighted(passage.text), 3, None)
        return lexical, index.search_vector(vector, 3, [passage.document]), passage.text

    barrier = threading.Barrier(8)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(work, range(48)))
    for number, result in enumerate(found):
        assert result == found[number % 6]


def test_open_loads_the_encoder_of_the_manifest(
    place: Callable[[Path], Path | str],
    folder: Path,
    encoder: HashEncoder,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    there = place(folder)
    asked = []

    def load(name: str) -> HashEncoder:
        asked.append(name)
        return encoder

    monkeypatch.setattr(models, "load", load)
    indexer.index.open(str(there)).close()
    assert asked == ["hash"]


def test_another_encoder_is_refused(place: Callable[[Path], Path | str], folder: Path) -> None:
    there = place(folder)
    for other in (HashEncoder(seed="2"), HashEncoder(dim=16)):
        with pytest.raises(IndexCorrupt, match=r"mô hình khác.*build again"):
            indexer.index.open(there, encoder=other)


def test_an_open_index_goes_on_when_the_next_generation_takes_over(
    place: Callable[[Path], Path | str], folder: Path, encoder: HashEncoder
) -> None:
    there = place(folder)
    with indexer.index.open(there, encoder=encoder) as old:
        plans.write(folder, {"new.txt": f"I. MỚI\n{plans.MONEY}"})
        assert place(folder) == there
        with indexer.index.open(there, encoder=encoder) as new:
            assert new.generation > old.generation
            assert [d.id for d in new.documents() if d not in old.documents()] == ["new"]
        assert old.text("an-giang-2023") == plans.PLANS["an-giang-2023.txt"]
        assert old.search_terms(weighted("kham suc khoe"), 9, None)
        assert old.passages(range(old.size())).keys() == set(range(6))


def test_addresses_it_cannot_open(tmp_path: Path, encoder: HashEncoder) -> None:
    for address in ("http://host/plans", "milvus://host/có dấu", "milvus:///folder", "milvus://"):
        with pytest.raises(IndexMissing, match="milvus"):
            indexer.index.open(address, encoder=encoder)
    with pytest.raises(IndexMissing):
        indexer.index.open(tmp_path, encoder=encoder)
    (tmp_path / "file").write_text("x")
    with pytest.raises(IndexCorrupt):
        indexer.index.open(tmp_path / "file", encoder=encoder)


def test_outlines_tell_what_passages_do(index):
    rows = [*range(index.size()), 2, 1]
    kept, read = index.outlines(rows), Opened.outlines(index, rows)
    assert (kept.documents, kept.names) == (read.documents, read.names)
    assert kept.stream.tolist() == read.stream.tolist()
    assert kept.starts.tolist() == read.starts.tolist()
    assert index.outlines([]).documents == []
    passages = index.passages(rows)
    assert index.texts(rows) == {row: passages[row].text for row in rows}


def test_headings_are_those_that_stand_above_the_passages(index):
    told = {info.id: {*index.headings(info.id)} for info in index.documents()}
    assert "I. NHIỆM VỤ" in set().union(*told.values())
    assert told == {name: {*Opened.headings(index, name)} for name in told}
