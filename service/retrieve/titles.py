"""Titles of all documents of an index as numbers: which terms of a question stand in which."""

from __future__ import annotations

from collections.abc import Sequence
from weakref import WeakKeyDictionary

import numpy as np

from indexer.index import Index
from indexer.index.outline import APART, NUMBER, Terms, sequence
from service.retrieve.shelf import Mask


class Titles:
    """They are taken apart once, when an index is first asked: thousands, of which each question
    meets a hundred others.
    """

    def __init__(self, index: Index) -> None:
        titles = {info.id: info.title for info in index.documents()}
        place = {title: i for i, title in enumerate(dict.fromkeys(titles.values()))}
        self._numbers = [sequence(title) + APART for title in place]
        self._place = {document: place[title] for document, title in titles.items()}

    def present(self, terms: Terms, documents: Sequence[str]) -> Mask:
        """In the titles of which ``documents`` terms stand: ``bool[terms, documents]``."""
        places = [self._place[document] for document in documents]
        column = {place: i for i, place in enumerate(dict.fromkeys(places))}
        numbers = [self._numbers[place] for place in column]
        sizes = np.fromiter(map(len, numbers), np.intp, len(numbers)) // NUMBER.itemsize
        starts = np.cumsum(sizes) - sizes
        at, which = terms.find(np.frombuffer(b"".join(numbers), NUMBER))
        mask = np.zeros((len(terms.terms), len(column)), bool)
        mask[which, np.searchsorted(starts, at, "right") - 1] = True
        return mask[:, [column[place] for place in places]]


#: What ``titles_of`` made, for as long as the index is open.
_known: WeakKeyDictionary[Index, Titles] = WeakKeyDictionary()


def titles_of(index: Index) -> Titles:
    """Those of the documents of an index."""
    found = _known.get(index)
    if found is None:
        found = _known[index] = Titles(index)
    return found
