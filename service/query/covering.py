"""The documents of an index by the places they cover: thousands, of which questions name one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple
from weakref import WeakKeyDictionary

from indexer.documents import DocumentInfo
from indexer.index import Index
from service.query.places import placed, reach


class Groups:
    """Documents in groups that cover the same places, but for their days."""

    def __init__(self, infos: Sequence[DocumentInfo]) -> None:
        by_place: defaultdict[tuple[object, ...], list[DocumentInfo]] = defaultdict(list)
        for info in infos:
            by_place[placed(info)].append(info)
        self._groups = list(by_place.values())
        self._by_place: defaultdict[str, list[int]] = defaultdict(list)
        self._untold: list[int] = []
        for number, group in enumerate(self._groups):
            places = reach(group[0])
            for place in places:
                self._by_place[place].append(number)
            if not places:
                self._untold.append(number)

    def about(self, places: Iterable[str]) -> Iterator[DocumentInfo]:
        """Those that may cover any of the places, and those of which only a title may tell it."""
        found = {number for place in places for number in self._by_place.get(place, ())}
        for number in sorted(found.union(self._untold)):
            yield from self._groups[number]


class _Known(NamedTuple):
    documents: Sequence[DocumentInfo]
    groups: Groups


#: Of an index that was asked, for as long as it is open.
_known: WeakKeyDictionary[Index, _Known] = WeakKeyDictionary()


def groups_of(index: Index) -> Groups:
    """Of all documents of an index, made once."""
    documents = index.documents()
    found = _known.get(index)
    if found is None or found.documents is not documents:
        found = _known[index] = _Known(documents, Groups(documents))
    return found.groups
