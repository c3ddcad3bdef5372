"""Generations in Milvus, for real, over a file: published whole, in shards, again, cut short."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import indexer.index
from indexer.address import Address
from indexer.build import build as run_build
from indexer.errors import IndexCorrupt, IndexMissing, IndexOutdated
from indexer.index import LocalIndex, OpenIndex
from indexer.index.milvus import collections, publishing
from indexer.index.milvus.narrowing import cell_of
from indexer.index.milvus.parts import Parts
from indexer.index.milvus.publishing import ShardsOverlap, publish
from indexer.index.milvus.weights import Statistics
from indexer.text import terms
from tests.encoders import HashEncoder
from tests.indexer import plans


@pytest.fixture
def address(tmp_path: Path) -> Address:
    return Address.parse(f"milvus://{tmp_path / 'plans.db'}")


def url(address: Address) -> str:
    return f"milvus://{address.uri}?name={address.name}"


def built(folder: Path, index: Path, encoder: HashEncoder) -> LocalIndex:
    run_build(folder, index, encoder)
    opened = indexer.index.open(index, encoder=encoder)
    assert isinstance(opened, LocalIndex)
    return opened


@pytest.fixture
def local(folder: Path, index: Path, encoder: HashEncoder) -> Iterator[LocalIndex]:
    with built(folder, index, encoder) as opened:
        yield opened


def answers(index: OpenIndex, query: str) -> list[tuple[str, str, float]]:
    """By name and not by row: rows differ between shards and a whole."""
    hits = index.search_terms([(term, 1.5) for term in terms(query)], 9, None)
    found = index.passages([hit.row for hit in hits])
    named = [(found[h.row].document, found[h.row].clause.path, round(h.score, 4)) for h in hits]
    return sorted(named, key=lambda hit: (-hit[2], hit[:2]))


def test_scores_are_those_of_one_machine(
    local: LocalIndex, address: Address, encoder: HashEncoder
) -> None:
    publish([local], address)
    with indexer.index.open(url(address), encoder=encoder) as there:
        for query in ("khám sức khỏe", "Sở Tài chính", "trước ngày 15/6"):
            assert answers(there, query) == answers(local, query) != []
        assert there.generation == local.generation
        assert there.documents() == local.documents()


def test_shards_make_what_one_machine_makes(
    tmp_path: Path, local: LocalIndex, address: Address, encoder: HashEncoder
) -> None:
    names = sorted(plans.PLANS)
    shards = []
    for number, some in enumerate((names[:1], names[1:])):
        folder = plans.write(tmp_path / f"part{number}", {n: plans.PLANS[n] for n in some})
        shards.append(built(folder, tmp_path / f"index{number}", encoder))
    publish(shards, address)
    with indexer.index.open(url(address), encoder=encoder) as there:
        assert there.documents() == local.documents()
        assert answers(there, "khám sức khỏe Sở Tài chính") == answers(
            local, "khám sức khỏe Sở Tài chính"
        )
        for info in local.documents():
            assert there.clauses(info.id) == local.clauses(info.id)
            assert [p.text for p in there.passages(there.rows(info.id)).values()] == [
                p.text for p in local.passages(local.rows(info.id)).values()
            ]
    with pytest.raises(ShardsOverlap, match="an-giang-2023"):
        publish([*shards, shards[0]], address)
    for shard in shards:
        shard.close()


def test_rows_of_a_province_lie_together_and_are_asked_alone(
    local: LocalIndex, address: Address, encoder: HashEncoder
) -> None:
    publish([local], address)
    with indexer.index.open(url(address), encoder=encoder) as there:
        asked: list[str] = []
        search = there._client.search
        there._client.search = lambda *a, **named: (
            asked.append(named["filter"]) or search(*a, **named)
        )
        fields = there._client.describe_collection(there._rows)["fields"]
        assert [f["name"] for f in fields if f.get("is_partition_key")] == ["province"]
        info = local.documents()[0]
        hits = there.search_terms([("so", 1.0)], 9, [info.id])
        assert {there.passages([hit.row])[hit.row].document for hit in hits} == {info.id}
        assert asked[0].startswith(f'province in ["{cell_of(info).province}"] and ')


def test_long_rows_score_as_on_one_machine(
    folder: Path, index: Path, address: Address, encoder: HashEncoder
) -> None:
    """There a row's length is kept in a byte: from 40 terms on it is rounded."""
    rows = "\n".join(" ".join(["phép", *["xây", "dựng"] * count]) for count in range(1, 200, 3))
    plans.write(folder, {"x.txt": f"I. A\n{rows}"})
    with built(folder, index, encoder) as local:
        publish([local], address)
        with indexer.index.open(url(address), encoder=encoder) as there:
            for term in ("phep", "xay_dung"):
                wanted = {h.row: h.score for h in local.search_terms([(term, 1.0)], 99, None)}
                found = {h.row: h.score for h in there.search_terms([(term, 1.0)], 99, None)}
                assert found == pytest.approx(wanted, rel=1e-5)
                assert len(found) == 67


def test_words_that_nearly_all_rows_have_are_spared_as_on_one_machine(
    local: LocalIndex, address: Address, encoder: HashEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish([local], address)
    weighted = [("so", 1.0), ("suc_khoe", 2.0)]
    with indexer.index.open(url(address), encoder=encoder) as there:
        every = there.search_terms(weighted, 9, None)
        monkeypatch.setattr("indexer.index.lexical.EXACT", 1)
        spared = there.search_terms(weighted, 9, None)
        wanted = {hit.row: hit.score for hit in local.search_terms(weighted, 9, None)}
        assert {hit.row: hit.score for hit in spared} == pytest.approx(wanted, rel=1e-5)
        assert 0 < len(spared) < len(every)


def test_statistics_of_shards_add_up() -> None:
    texts = ["Sở Y tế khám sức khỏe", "Sở Tài chính", "", "khám bệnh"]
    whole = Statistics.count(texts)
    parts = Statistics.merge([Statistics.count(texts[:1]), Statistics.count(texts[1:])])
    again = Statistics.from_bytes(parts.to_bytes())
    for found in (parts, again):
        assert (found.rows, found.folded, found.marked) == (whole.rows, whole.folded, whole.marked)
        assert found.ids.tolist() == whole.ids.tolist()
        assert found.found.tolist() == whole.found.tolist()
    assert whole.frequency("kham") == 2
    assert whole.frequency("khong") == 0


class Cut:
    """A client whose connection breaks at the nth write."""

    def __init__(self, client: Any, writes: int) -> None:
        self._client = client
        self._left = writes

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)

    def upsert(self, *args: Any) -> None:
        if not self._left:
            raise ConnectionError("cut")
        self._left -= 1
        self._client.upsert(*args)


@pytest.mark.parametrize("writes", [0, 1, 2, 3, 5])
def test_a_run_cut_short_serves_nothing_and_is_taken_up_again(
    local: LocalIndex,
    address: Address,
    encoder: HashEncoder,
    monkeypatch: pytest.MonkeyPatch,
    writes: int,
) -> None:
    monkeypatch.setattr(publishing, "_BATCH", 2)
    connect = Address.connect
    monkeypatch.setattr(Address, "connect", lambda self: Cut(connect(self), writes))
    with pytest.raises(ConnectionError):
        publish([local], address)
    monkeypatch.setattr(Address, "connect", connect)
    with pytest.raises(IndexMissing):
        indexer.index.open(url(address), encoder=encoder)
    publish([local], address)
    with indexer.index.open(url(address), encoder=encoder) as there:
        assert len(there.passages(range(6))) == local.size() == 6


def test_the_next_generation_takes_over_and_the_one_before_stays(
    folder: Path, local: LocalIndex, index: Path, address: Address, encoder: HashEncoder
) -> None:
    publish([local], address)
    with indexer.index.open(url(address), encoder=encoder) as reader:
        plans.write(folder, {"x.txt": "I. A\nSở Xây dựng cấp phép."})
        with built(folder, index, encoder) as newer:
            publish([newer], address)
            publish([newer], address)  # again: nothing changes
            with indexer.index.open(url(address), encoder=encoder) as after:
                assert after.generation == newer.generation
                assert answers(after, "cấp phép") == answers(newer, "cấp phép") != []
        assert reader.generation == local.generation
        assert answers(reader, "khám sức khỏe") == answers(local, "khám sức khỏe")
        client = address.connect()
        assert len(collections.generations(client, address)) == 2
        client.close()


def test_old_generations_go(
    folder: Path, index: Path, address: Address, encoder: HashEncoder
) -> None:
    made = []
    for number in range(4):
        plans.write(folder, {"x.txt": f"I. A\nSở Xây dựng cấp {number} phép."})
        with built(folder, index, encoder) as local:
            made.append(publish([local], address))
    client = address.connect()
    kept = [collections.rows_name(address, name) for name in made[-2:]]
    assert collections.generations(client, address) == kept
    assert len(client.list_collections()) == 4
    client.close()


def test_shards_of_two_models_are_refused(
    tmp_path: Path, folder: Path, local: LocalIndex, address: Address
) -> None:
    with (
        built(folder, tmp_path / "other", HashEncoder(seed="2")) as other,
        pytest.raises(IndexCorrupt, match="different models"),
    ):
        publish([local, other], address)


def rewritten(address: Address, rows: str, **changed: object) -> None:
    """The manifest of a generation as another release might have written it."""
    client = address.connect()
    parts = Parts(client, collections.parts_name(rows))
    manifest = json.loads(parts.get(collections.MANIFEST) or b"{}")
    kept = {k: v for k, v in {**manifest, **changed}.items() if v is not None}
    parts.put({collections.MANIFEST: json.dumps(kept).encode()})
    client.close()


def test_a_generation_of_another_release_is_refused(
    local: LocalIndex, address: Address, encoder: HashEncoder
) -> None:
    rows = collections.rows_name(address, publish([local], address))
    rewritten(address, rows, format=99)
    with pytest.raises(IndexOutdated, match=r"phiên bản khác.*build it anew"):
        indexer.index.open(url(address), encoder=encoder)


def test_what_an_earlier_release_wrote_is_read_and_written_anew_when_published_again(
    local: LocalIndex, address: Address, encoder: HashEncoder
) -> None:
    rows = collections.rows_name(address, publish([local], address))
    rewritten(address, rows, format=None)
    client = address.connect()
    (first,) = client.query(rows, filter="row == 0", output_fields=["*"])
    client.upsert(rows, [{**first, "words": {1: 1.0}}])
    client.close()
    with indexer.index.open(url(address), encoder=encoder) as there:
        assert answers(there, "khám sức khỏe") != answers(local, "khám sức khỏe")
    publish([local], address)
    with indexer.index.open(url(address), encoder=encoder) as there:
        assert answers(there, "khám sức khỏe") == answers(local, "khám sức khỏe")


def test_where_rows_do_not_tell_of_figures_all_are_searched(
    local: LocalIndex, address: Address, encoder: HashEncoder
) -> None:
    rows = collections.rows_name(address, publish([local], address))
    rewritten(address, rows, format=collections.FIGURES - 1)
    with indexer.index.open(url(address), encoder=encoder) as there:
        query = encoder.encode_queries(["khám sức khỏe"])[0]
        every = there.search_vector(query, 9, None)
        assert there.search_vector(query, 9, None, figures=True) == every


def test_long_passages_are_kept_whole(
    local: LocalIndex, address: Address, encoder: HashEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "PART", 10)
    publish([local], address)
    with indexer.index.open(url(address), encoder=encoder) as there:
        assert there.passages(range(6)) == local.passages(range(6))


def test_values_of_any_length_come_back(address: Address) -> None:
    client = address.connect()
    collections.create(client, "trial_1", 4)
    parts = Parts(client, collections.parts_name("trial_1"))
    values = {"none": b"", "short": b"a|b", "đ/dài": bytes(range(256)) * 4000}
    parts.put(values)
    parts.put(values)
    assert parts.get_all([*values, "absent"]) == values
    client.close()


@pytest.mark.parametrize(
    ("text", "uri", "name"),
    [
        ("milvus://10.0.0.7:19530/plans", "http://10.0.0.7:19530", "plans"),
        ("milvus://db", "http://db", "tracuu"),
        ("milvus:///data/plans.db", "/data/plans.db", "tracuu"),
        ("milvus:///data/plans.db?name=tinh_nghe_an", "/data/plans.db", "tinh_nghe_an"),
    ],
)
def test_addresses(text: str, uri: str, name: str) -> None:
    assert Address.parse(text) == Address(uri, name)


@pytest.mark.parametrize(
    "text",
    ["milvus://", "milvus:///folder", "milvus://me:pw@host/x", "milvus://h/a-b", "http://h/x"],
)
def test_what_is_no_address(text: str) -> None:
    with pytest.raises(IndexMissing, match="milvus://"):
        Address.parse(text)
