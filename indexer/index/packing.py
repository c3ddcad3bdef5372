"""Which volumes a new generation takes over, and what is bound into new ones.

A volume is written once. One that loses a document, or a small one when as much is written anyway,
is bound anew with what is new; all others are taken over as they are. So the work of a change is
bound to its size and to that of one volume, and nothing dead is ever kept: what is searched, and
all statistics of words, are those of a generation built at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from indexer.index.rows import Held

#: About so many volumes are enough that a change touches little, and few enough to search them all.
_VOLUMES = 16
_SMALLEST = 1024  # passages; dividing fewer would gain nothing


@dataclass(frozen=True, slots=True)
class Wanted:
    """A document of the new generation: its passages, and where it lies if it is to be copied."""

    document: str
    passages: int
    held: Held | None = None


def pack(
    wanted: Sequence[Wanted], sizes: Mapping[int, int]
) -> tuple[list[int], list[list[Wanted]]]:
    """Volumes to take over, and the documents of each new one.

    ``sizes``: how many documents each volume there is holds.
    """
    limit = max(_SMALLEST, -(-sum(w.passages for w in wanted) // _VOLUMES))
    inside: dict[int, list[Wanted]] = {number: [] for number in sizes}
    loose: list[Wanted] = []
    for one in wanted:
        (loose if one.held is None else inside[one.held.volume]).append(one)
    whole = {n: found for n, found in inside.items() if len(found) == sizes[n]}
    loose += (one for n, found in inside.items() if n not in whole for one in found)
    weight = _weight(loose)
    for number in sorted(whole, key=lambda n: (_weight(whole[n]), n)):
        if loose and _weight(whole[number]) <= min(weight, limit // 2):
            weight += _weight(whole[number])
            loose += whole.pop(number)
    return sorted(whole), _divided(loose, weight, limit)


def _divided(loose: Iterable[Wanted], weight: int, limit: int) -> list[list[Wanted]]:
    """Volumes of like size; what is copied stands together by where it comes from."""
    most = max(1, -(-weight // limit))
    out: list[list[Wanted]] = []
    filled = 0
    for one in sorted(loose, key=_origin):
        if not out or (len(out) < most and filled * most >= weight * len(out)):
            out.append([])
        out[-1].append(one)
        filled += one.passages
    return out


def _origin(one: Wanted) -> tuple[bool, int, str]:
    return one.held is None, one.held.volume if one.held else 0, one.document


def _weight(documents: Iterable[Wanted]) -> int:
    return sum(one.passages for one in documents)
