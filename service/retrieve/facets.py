"""What the hits of a search are of: documents, places, years, bodies, kinds, each counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from operator import itemgetter
from typing import Any

from indexer.index import Index

_MOST = 50

#: Of a hit its document, the kind of its clause, and the bodies that the clause names, in lines.
Kind = tuple[str, str, str]


def facets(index: Index, found: Sequence[Kind]) -> dict[str, dict[str, int]]:
    """Facet → value → count, the values that occur most first."""
    columns = zip(*found, strict=True) if found else ((), (), ())
    documents, kinds, named = map(Counter, columns)
    agencies: Counter[str] = Counter()
    for names, count in named.items():  # plans copy one another: many hits name the same bodies
        for name in names.split("\n") if names else ():
            agencies[name] += count
    told: dict[str, Counter[Any]] = {name: Counter() for name in ("locality", "level", "year")}
    for document, count in documents.items():
        info = index.document(document)
        for name, counter in told.items():
            counter[getattr(info, name)] += count
    for counter in told.values():
        del counter[None]
    counts = {"document": documents, **told, "agency": agencies, "kind": kinds}
    return {name: _most(count) for name, count in counts.items()}


def _most(count: Counter[Any]) -> dict[str, int]:
    """The values that occur most; among equals by name, so that they come out the same."""
    ordered = sorted((str(value), number) for value, number in count.items())
    ordered.sort(key=itemgetter(1), reverse=True)  # what is equal stays in order
    return dict(ordered[:_MOST])
