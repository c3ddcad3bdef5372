"""Vectors by codes: candidates are rough, what comes back is exact."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from indexer.index import codes, vectors
from indexer.index.vectors import Vectors

ROWS, DIM = 6_000, 32


@pytest.fixture(scope="module")
def array() -> NDArray[np.float32]:
    """Families of near-duplicates, as plans that copy one another are."""
    chance = np.random.default_rng(7)
    families = chance.standard_normal((60, DIM))[chance.integers(0, 60, ROWS)]
    found = families + 0.25 * chance.standard_normal((ROWS, DIM))
    unit: NDArray[np.float32] = (found / np.linalg.norm(found, axis=1, keepdims=True)).astype("f4")
    return unit


@pytest.fixture
def both(
    array: NDArray[np.float32], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[Vectors, Vectors]:
    """The same rows by codes and without; thresholds as small as the rows are few."""
    monkeypatch.setattr(vectors, "_ONE_BY_ONE", 500)
    monkeypatch.setattr(vectors, "_CANDIDATES", 400)
    path = tmp_path / "vectors.f32"
    made = vectors.create(path, ROWS, DIM)
    made[:] = array
    vectors.flush(made)
    exact = Vectors(vectors.attach(path, ROWS, DIM))
    codes.write(tmp_path / "codes", made)
    return Vectors.open(made, tmp_path / "codes"), exact


def queries(array: NDArray[np.float32]) -> NDArray[np.float32]:
    chance = np.random.default_rng(3)
    noisy = array[chance.integers(0, ROWS, 50)] + 0.1 * chance.standard_normal((50, DIM))
    found: NDArray[np.float32] = (noisy / np.linalg.norm(noisy, axis=1, keepdims=True)).astype("f4")
    return found


def test_the_best_ten_are_nearly_all_there_with_their_exact_scores(
    both: tuple[Vectors, Vectors], array: NDArray[np.float32]
) -> None:
    coded, exact = both
    shared = 0
    for query in queries(array):
        wanted, found = exact.search(query, 10, None), coded.search(query, 10, None)
        shared += len({row for row, _ in wanted} & {row for row, _ in found})
        assert [score for _, score in found] == sorted((s for _, s in found), reverse=True)
        for row, score in found:
            assert score == pytest.approx(float(array[row] @ query), abs=1e-6)
    assert shared >= 0.99 * 500


@pytest.mark.parametrize(
    "ranges",
    [
        [(0, 300)],  # few rows: all are looked at
        [(5_900, 6_000), (0, 50)],
        [(0, 3_000)],  # many: candidates inside
        [(10, 700)],  # not so many: by codes still
        [],
    ],
)
def test_within_documents_the_answer_is_that_of_an_exact_search(
    both: tuple[Vectors, Vectors], array: NDArray[np.float32], ranges: list[tuple[int, int]]
) -> None:
    coded, exact = both
    for query in queries(array)[:10]:
        wanted, found = exact.search(query, 10, ranges), coded.search(query, 10, ranges)
        assert [row for row, _ in found] == [row for row, _ in wanted]


def test_nothing_outside_the_documents_is_found_however_near_it_is(
    both: tuple[Vectors, Vectors], array: NDArray[np.float32]
) -> None:
    coded, _ = both
    far = np.argsort(array @ array[0])[: ROWS // 2].tolist()  # each a document by itself
    found = coded.search(array[0], 10, [(row, row + 1) for row in far])
    assert {row for row, _ in found} <= set(far)
    assert len(found) == 10


def test_what_is_far_behind_the_best_that_are_wanted_is_not_named(
    array: NDArray[np.float32], tmp_path: Path
) -> None:
    codes.write(tmp_path / "codes", array)
    coded = codes.Codes.open(tmp_path / "codes")
    shared = 0
    for query in queries(array):
        many, few = coded.nearest(query[None], 400), coded.nearest(query[None], 400, 10)
        assert len(few) < len(many) == 400
        shared += len(set(np.argsort(-(array @ query))[:10]) & set(few.tolist()))
    assert shared >= 0.99 * 500


def test_as_many_are_named_as_are_asked_for_however_few_lie_near(
    array: NDArray[np.float32], tmp_path: Path
) -> None:
    codes.write(tmp_path / "codes", array)
    coded = codes.Codes.open(tmp_path / "codes")
    assert len(coded.nearest(queries(array)[:1], 2_000, 2_000)) == 2_000


def test_more_hits_than_rows(both: tuple[Vectors, Vectors], array: NDArray[np.float32]) -> None:
    coded, exact = both
    query = queries(array)[0]
    assert len(coded.search(query, 10**9, None)) == ROWS
    assert len(coded.search(query, 10**9, [(0, 3_000)])) == 3_000
    assert coded.search(query, 0, None) == []
    np.testing.assert_array_equal(coded.take([5, 1]), exact.take([5, 1]))


def test_codes_of_the_same_rows_are_the_same(array: NDArray[np.float32], tmp_path: Path) -> None:
    for name in ("a", "b"):
        codes.write(tmp_path / name, array)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_only_many_rows_get_codes() -> None:
    assert not codes.suits(codes.EXACT, 352)
    assert codes.suits(codes.EXACT + 1, 352)
    assert not codes.suits(codes.EXACT + 1, 33)


def test_new_rows_are_coded_by_the_codebooks_there_are(
    array: NDArray[np.float32], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes.write(tmp_path / "old", array[:4_000])
    rows = np.where(np.arange(ROWS) < 4_000, np.arange(ROWS), -1)
    former = codes.Former(tmp_path / "old", rows[::-1].copy())
    codes.write(tmp_path / "new", array[::-1], former)
    with np.load(tmp_path / "old") as old, np.load(tmp_path / "new") as new:
        np.testing.assert_array_equal(old["codebooks"], new["codebooks"])
        np.testing.assert_array_equal(old["codes"], new["codes"][::-1][:4_000])
        assert new["learned"] == 4_000
        assert new["codes"][:2_000].any(axis=1).all()
    monkeypatch.setattr(vectors, "_CANDIDATES", 400)
    exact, coded = Vectors(array[::-1]), Vectors.open(array[::-1], tmp_path / "new")
    found = 0
    for query in queries(array):
        best = {row for row, _ in exact.search(query, 10, None)}
        found += len(best & {row for row, _ in coded.search(query, 10, None)})
    assert found >= 0.99 * 500


def test_codebooks_are_learned_again_when_rows_are_twice_as_many(
    array: NDArray[np.float32], tmp_path: Path
) -> None:
    codes.write(tmp_path / "old", array[:2_000])
    rows = np.where(np.arange(ROWS) < 2_000, np.arange(ROWS), -1)
    codes.write(tmp_path / "new", array, codes.Former(tmp_path / "old", rows))
    codes.write(tmp_path / "fresh", array)
    assert (tmp_path / "new").read_bytes() == (tmp_path / "fresh").read_bytes()


@pytest.mark.parametrize("ranges", [None, [(0, 4_000)], [(0, 300)], []])
def test_of_rows_that_may_be_found_the_best_are(
    both: tuple[Vectors, Vectors], array: NDArray[np.float32], ranges: list[tuple[int, int]] | None
) -> None:
    coded, exact = both
    only = np.arange(ROWS) % 3 == 0
    for query in queries(array)[:10]:
        wanted, found = (v.search(query, 10, ranges, only) for v in (exact, coded))
        assert [row for row, _ in found] == [row for row, _ in wanted]
        assert all(row % 3 == 0 for row, _ in found)
