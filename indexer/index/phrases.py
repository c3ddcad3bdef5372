"""Phrases that plans say and staff look for: headings, bodies, what figures count.

They are counted as plans are stored, so that a search box can be helped over any number of plans:
none of them is read again for it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from indexer.facts import people
from indexer.facts.names import is_agency_title

PhraseKind = Literal["heading", "agency", "target"]
#: So many are told of an index, those said most.
MOST = 50_000
#: Letters of a heading or of what is counted; of a body's name at most.
_SHORTEST, _LONGEST = 8, 120
#: In what is counted, these tell of a formula or of half a bracket.
_NO_WORDS = re.compile(r"[\d=()]")


class Phrase(NamedTuple):
    """What is said, as written, and how often."""

    kind: PhraseKind
    text: str
    times: int


def counted(clauses: Iterable[Mapping[str, Any]]) -> list[Phrase]:
    """What clauses say, told by name as ``dataclasses.asdict`` does; each phrase once."""
    counts = Counter(one for clause in clauses for one in _said(clause))
    return [Phrase(kind, text, times) for (kind, text), times in counts.items()]


def most(found: Iterable[Phrase]) -> list[Phrase]:
    """The phrases said most, those that are alike together; among equals by what they say."""
    counts: Counter[tuple[PhraseKind, str]] = Counter()
    for kind, text, times in found:
        counts[kind, text] += times
    ordered = sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:MOST]
    return [Phrase(kind, text, times) for (kind, text), times in ordered]


def _said(clause: Mapping[str, Any]) -> Iterator[tuple[PhraseKind, str]]:
    title = clause["title"]
    if title and _SHORTEST <= len(title) <= _LONGEST and not title.isupper():
        yield "heading", title
    facts = clause["facts"]
    if agencies := facts.get("agencies"):
        persons = any(map(people.is_column, clause["header"]))
        for agency in agencies:
            name = agency["name"]
            if not agency["inherited"] and _is_body(name, persons) and len(name) <= _LONGEST:
                yield "agency", name
    for target in facts.get("targets", ()):
        if _SHORTEST <= len(target["of"]) <= _LONGEST and not _NO_WORDS.search(target["of"]):
            yield "target", target["of"]


@lru_cache(maxsize=4096)
def _is_body(name: str, persons: bool) -> bool:
    """``persons``: the name stands in a table whose column tells of persons."""
    return is_agency_title(name) or not (persons or people.is_addressed(name))
