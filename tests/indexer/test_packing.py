"""Which volumes are kept, and how the others are bound."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.index.packing import _VOLUMES, Wanted, pack
from indexer.index.rows import Held, Rows, apart, place


def volumes(*sizes: list[int]) -> tuple[list[Wanted], dict[int, int]]:
    """Documents of so many passages in volumes 1, 2, …; with how many each volume has."""
    found = []
    for number, inside in enumerate(sizes, 1):
        start = 0
        for i, size in enumerate(inside):
            found.append(Wanted(f"{number}-{i}", size, Held(number, start, start + size)))
            start += size
    return found, {number: len(inside) for number, inside in enumerate(sizes, 1)}


def test_nothing_is_written_where_nothing_changed() -> None:
    wanted, there = volumes([100, 200], [300])
    assert pack(wanted, there) == ([1, 2], [])


def test_a_new_document_leaves_larger_volumes_alone_and_takes_smaller_along() -> None:
    wanted, there = volumes([1000], [30], [20])
    kept, (bound,) = pack([*wanted, Wanted("new", 40)], there)
    assert kept == [1]
    assert [w.document for w in bound] == ["2-0", "3-0", "new"]


def test_a_volume_that_loses_a_document_is_bound_anew() -> None:
    wanted, there = volumes([600, 10], [700])
    kept, (bound,) = pack(wanted[1:], there)
    assert kept == [2]
    assert [w.document for w in bound] == ["1-1"]
    assert pack(wanted[2:], there) == ([2], [])  # all of it gone: nothing to write


def test_documents_without_passages_have_a_volume_too() -> None:
    assert pack([Wanted("a", 0), Wanted("b", 0)], {}) == ([], [[Wanted("a", 0), Wanted("b", 0)]])


def test_a_large_build_makes_volumes_of_like_size() -> None:
    wanted = [Wanted(f"{n:04}", 1 + n % 90) for n in range(2000)]
    _, bound = pack(wanted, {})
    assert len(bound) == _VOLUMES
    sizes = [sum(w.passages for w in inside) for inside in bound]
    assert max(sizes) - min(sizes) <= 2 * 90
    assert [w for inside in bound for w in inside] == wanted


def test_many_small_additions_leave_few_volumes() -> None:
    """One plan a night: volumes stay few, and a passage is written again only now and then."""
    held: dict[str, Held] = {}
    written = 0
    for night in range(1000):
        wanted = [Wanted(n, h.size, h) for n, h in held.items()] + [Wanted(f"{night:04}", 60)]
        there: dict[int, int] = {}
        for h in held.values():
            there[h.volume] = there.get(h.volume, 0) + 1
        kept, loose = pack(wanted, there)
        held = {n: h for n, h in held.items() if h.volume in kept}
        for number, inside in enumerate(loose, max(there, default=0) + 1):
            start = 0
            for one in inside:
                held[one.document] = Held(number, start, start + one.passages)
                start += one.passages
                written += one.passages
        assert len({h.volume for h in held.values()}) <= 2 * _VOLUMES + 12
    assert len(held) == 1000
    assert written <= 12 * 60 * 1000


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(0, 4)), max_size=30))
def test_rows_and_places_lead_to_one_another(documents: list[tuple[int, int]]) -> None:
    ends: dict[int, int] = {}
    held = {}
    for i, (volume, size) in enumerate(documents):
        start = ends.get(volume, 0)
        ends[volume] = start + size
        held[f"{i * 7 % 31:02}"] = Held(volume, start, start + size)
    rows = Rows(held)
    every = list(range(rows.size))
    places = rows.places(every)
    assert rows.rows(places).tolist() == every
    for name, (start, end) in rows.ranges.items():
        wanted = [place(held[name].volume, n) for n in range(held[name].start, held[name].end)]
        assert rows.places(range(start, end)).tolist() == wanted
    volumes_of, numbers = apart(places)
    assert set(zip(volumes_of.tolist(), numbers.tolist(), strict=True)) == {
        (v, n) for v, end in ends.items() for n in range(end)
    }
