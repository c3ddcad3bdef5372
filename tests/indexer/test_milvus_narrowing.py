"""Filters that let through the rows of the documents wanted, and no other, in Milvus itself."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence

import pytest

from indexer.address import Address
from indexer.documents import DocumentInfo
from indexer.index.milvus import collections, narrowing
from indexer.index.milvus.narrowing import Narrowing, cell_of

PROVINCES = ("an-giang", "ca-mau", "hai-phong", "nghe-an")
LEVELS = ("province", "commune", None)
YEARS = (2023, 2024, 2025, None)


def plan(number: int, province: str, level: str | None, year: int | None) -> DocumentInfo:
    name = f"{province}-{number}"
    return DocumentInfo(
        name,
        f"Kế hoạch {number}",
        f"{name}.txt",
        "0" * 64,
        "text",
        10,
        level=level,
        year=year,
        province_id=province,
    )


def some(count: int, seed: int = 0) -> list[DocumentInfo]:
    """Plans of all kinds, most in some cells, and cells that have none."""
    chance = random.Random(seed)
    kinds = [(p, v, y) for p in PROVINCES for v in LEVELS for y in YEARS]
    kept = chance.sample(kinds, 30)
    return [plan(number, *chance.choice(kept)) for number in range(count)]


PLANS = some(150)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], list[str]]]:
    """The documents whose rows a filter lets through in a collection of ``PLANS``, a row each."""
    address = Address.parse(f"milvus://{tmp_path_factory.mktemp('narrow') / 'plans.db'}")
    client = address.connect()
    rows = collections.rows_name(address, "000001-0123abcd")
    collections.create(client, rows, 2)
    collections.load(client, rows)
    records = [
        {
            "row": row,
            "document": info.id,
            **cell_of(info)._asdict(),
            "figures": False,
            "words": {1: 1.0},
            "meaning": [1.0, 0.0],
            "passage": "",
        }
        for row, info in enumerate(PLANS)
    ]
    client.upsert(rows, records)

    def ask(inside: str) -> list[str]:
        (hits,) = client.search(
            rows,
            data=[[1.0, 0.0]],
            anns_field="meaning",
            limit=len(PLANS),
            filter=inside,
            output_fields=["document"],
        )
        return [hit["document"] for hit in hits]

    yield ask
    client.close()


def ids(infos: Sequence[DocumentInfo]) -> list[str]:
    return sorted(info.id for info in infos)


def test_all_rows_are_let_through_without_a_filter() -> None:
    every = Narrowing(PLANS)
    assert every.filters(None) == every.filters([info.id for info in PLANS]) == [""]
    assert every.filters([]) == every.filters({"nowhere"}) == []


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        (lambda info: info.province_id == "nghe-an", '(province in ["nghe-an"])'),
        (lambda info: info.year == 2025, "(year in [2025])"),
        (lambda info: info.level == "commune", '(level in ["commune"])'),
        (
            lambda info: info.province_id in ("ca-mau", "nghe-an") and info.year == 2023,
            '(province in ["ca-mau", "nghe-an"] and year in [2023])',
        ),
    ],
)
def test_what_shares_a_column_is_told_by_it(
    found: Callable[[str], list[str]], wanted: Callable[[DocumentInfo], bool], told: str
) -> None:
    inside = [info for info in PLANS if wanted(info)]
    (only,) = Narrowing(PLANS).filters(ids(inside))
    assert only == told
    assert sorted(found(only)) == ids(inside)


def test_the_few_that_are_not_wanted_are_left_out_by_name(
    found: Callable[[str], list[str]],
) -> None:
    left_out = PLANS[7]
    wanted = [info for info in PLANS if info != left_out]
    (only,) = Narrowing(PLANS).filters(ids(wanted))
    assert f'document not in ["{left_out.id}"]' in only
    assert [info.id for info in PLANS if f'"{info.id}"' in only] == [left_out.id]
    assert sorted(found(only)) == ids(wanted)


def test_any_documents_are_let_through_each_once(
    found: Callable[[str], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(narrowing, "MOST", 20)
    chance, every = random.Random(1), Narrowing(PLANS)
    for _ in range(60):
        share = chance.random()
        cells = {cell_of(info): chance.random() for info in PLANS}
        wanted = [
            info
            for info in PLANS
            if cells[cell_of(info)] < share or chance.random() < share * chance.random()
        ]
        filters = every.filters(ids(wanted) + ["nowhere"])
        assert sorted(name for inside in filters for name in found(inside)) == ids(wanted)
        assert all(inside.count(f'"{info.id}"') <= 1 for inside in filters for info in PLANS)


def test_fifty_thousand_documents_are_told_in_bounded_filters(
    found: Callable[[str], list[str]],
) -> None:
    country = some(150_000)
    every = Narrowing(country)
    odd = [info.id for info in country[::3]]
    filters = every.filters(odd)
    assert len(odd) == 50_000
    assert len(filters) == 5
    assert max(map(len, filters)) < narrowing.MOST * 25
    let = [name for inside in filters for name in found(inside)]
    assert sorted(let) == sorted({info.id for info in PLANS} & set(odd))
    communes = [info.id for info in country if info.level == "commune"]
    assert len(communes) > 30_000
    assert every.filters(communes) == ['(level in ["commune"])']
