"""Who does today the work of bodies that an answer names and that have ended since its plan."""

from __future__ import annotations

from indexer.documents import DocumentInfo
from indexer.index import Passage
from indexer.succession import Today, agency_today, day_of


def heirs_of(answer: str | None, passage: Passage, info: DocumentInfo) -> tuple[Today, ...]:
    """Of each body of the passage that the answer names; only steps read in a source name anyone.

    A body whose work went to several is told with each of them and the part it took over.
    """
    named = answer or ""
    bodies = (a.name for a in passage.clause.facts.agencies if a.as_written in named)
    heirs = (h for body in dict.fromkeys(bodies) for h in agency_today(body, day_of(info)))
    return tuple(dict.fromkeys(h for h in heirs if h.name))
