"""A rough copy names what is read exactly; with it the same is found as without."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from indexer.index import codes, rough, vectors
from indexer.index.rows import Held, Rows
from indexer.index.vectors import OnDisk, Scattered, Vectors

ROWS, DIM = 3_000, 64


@pytest.fixture
def array() -> NDArray[np.float32]:
    """Near-duplicates, some rows the same, one of nothing but zeros."""
    chance = np.random.default_rng(5)
    found = chance.standard_normal((40, DIM))[chance.integers(0, 40, ROWS)]
    found += 0.2 * chance.standard_normal((ROWS, DIM))
    found[100:120] = found[100]
    unit: NDArray[np.float32] = (found / np.linalg.norm(found, axis=1, keepdims=True)).astype("f4")
    unit[7] = 0
    return unit


@pytest.fixture
def files(array: NDArray[np.float32], tmp_path: Path) -> tuple[Path, Path]:
    (tmp_path / "f32").write_bytes(array.tobytes())
    rough.write(tmp_path / "i8", array)
    return tmp_path / "f32", tmp_path / "i8"


def test_rows_are_read_from_the_file_in_any_order(
    files: tuple[Path, Path], array: NDArray[np.float32]
) -> None:
    there = OnDisk(files[0], DIM)
    assert there.shape == array.shape
    for rows in ([], [0], [5, 6, 7, 2, 2, 3, ROWS - 1], list(range(ROWS))):
        wanted = np.array(rows, np.int64)
        np.testing.assert_array_equal(there[wanted], array[wanted])


def test_the_best_are_among_those_named(
    files: tuple[Path, Path], array: NDArray[np.float32], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rough, "_AT_ONCE", 1_024)
    copy, everything = rough.Copy(files[1], DIM), np.arange(ROWS)
    for query in array[::300]:
        scores = array @ query
        named = rough.best(copy.scores(everything, query), 50)
        assert set(np.flatnonzero(scores >= np.sort(scores)[-50] + 1e-6)) <= set(named.tolist())
        assert len(named) < ROWS / 2


def test_of_rows_with_the_same_vector_no_more_are_named_than_are_wanted(
    files: tuple[Path, Path], array: NDArray[np.float32]
) -> None:
    named = rough.best(rough.Copy(files[1], DIM).scores(np.arange(ROWS), array[100]), 5).tolist()
    assert named[: named.index(104) + 1][-5:] == [100, 101, 102, 103, 104]
    assert not set(named) & set(range(105, 120))


def test_of_rows_with_the_same_vector_one_is_read(
    files: tuple[Path, Path], array: NDArray[np.float32], monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = Rows({"a": Held(0, 0, ROWS)})
    copy = Scattered({0: rough.Copy(files[1], DIM)}, rows, DIM)
    there = Vectors(Scattered({0: OnDisk(files[0], DIM)}, rows, DIM), copy=copy)
    read: list[int] = []
    taking = OnDisk.__getitem__

    def counted(self: OnDisk, wanted: NDArray[np.int64]) -> NDArray[np.float32]:
        read.append(len(wanted))
        return taking(self, wanted)

    monkeypatch.setattr(OnDisk, "__getitem__", counted)
    wanted = [300, *range(119, 99, -1), 7, 7, 301]
    found = there.cosines(wanted, array[300])
    np.testing.assert_allclose(found, array[wanted] @ array[300], atol=1e-6)
    assert read == [4]
    assert there.cosines([], array[300]).shape == (0,)


def test_nothing_to_copy(tmp_path: Path) -> None:
    rough.write(tmp_path / "i8", np.zeros((0, DIM), np.float32))
    copy = rough.Copy(tmp_path / "i8", DIM)
    assert not len(copy.scores(np.zeros(0, np.int64), np.zeros(DIM, np.float32)))


def test_the_same_is_found_with_a_copy_in_volumes_and_without(
    files: tuple[Path, Path], array: NDArray[np.float32], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vectors, "_ONE_BY_ONE", 500)
    monkeypatch.setattr(vectors, "_CANDIDATES", 400)
    coded = files[0].with_name("codes")
    codes.write(coded, array)
    # Documents in turns in two volumes, each of which has the same file.
    held = {f"{n:02d}": Held(n % 2, n * 100, n * 100 + 100) for n in range(ROWS // 100)}
    rows = Rows(held)
    exact = Scattered(dict.fromkeys((0, 1), OnDisk(files[0], DIM)), rows, DIM)
    copies = Scattered(dict.fromkeys((0, 1), rough.Copy(files[1], DIM)), rows, DIM)
    plain, helped = Vectors.open(array, coded), Vectors.open(exact, coded, copies)
    for query in array[::200]:
        for limit, ranges in ((10, None), (60, [(0, 400)]), (60, [(0, 2_000)])):
            wanted, found = (v.search(query, limit, ranges) for v in (plain, helped))
            assert [s for _, s in found] == pytest.approx([s for _, s in wanted], abs=1e-6)
            assert all(s == pytest.approx(float(array[r] @ query), abs=1e-6) for r, s in found)
