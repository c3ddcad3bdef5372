"""The words a figure stands among: what it is about."""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.documents import Clause, Target
from indexer.facts.targets import ASIDE, SAID

#: "…,... được tuyên truyền" goes on.
_STOP = re.compile(r"[;\n]|(?<!\.)\.\s|\s\|\s")
_SENTENCE = re.compile(r"\n|(?<!\.)\.\s")
_HAVING = re.compile(r"\b(?:được|có)\s*$")
_JOINT = re.compile(r"(?:\s+(?:và|hoặc|được|là|của|cho|ở|,)){1,4}$")


@dataclass(frozen=True, slots=True)
class Phrase:
    """What a figure is about: its ``own`` words, and those that are ``said`` of others too."""

    own: str
    said: str = ""

    def __str__(self) -> str:
        """Both: "nông dân … được tập huấn" of "30% nông dân, 40% công nhân được tập huấn"."""
        return f"{self.own} … {self.said}" if self.own and self.said else self.own


def stated(clause: Clause) -> tuple[Target, ...]:
    """The figures of a clause in reading order: its targets, and its sums of money as such."""
    targets = clause.facts.targets
    sums = (
        Target(float(f.amount), None, "=", "đồng", f.text, f.span)
        for f in clause.facts.funding
        if f.amount is not None
        and not any(t.span.start < f.span.end and f.span.start < t.span.end for t in targets)
    )
    return tuple(sorted((*targets, *sums), key=lambda figure: figure.span.start))


def measured(text: str, clause: Clause, target: Target) -> Phrase:
    """The words after a figure, up to the next one or the end of the phrase; else those before."""
    first, last = _bounds(text, clause, target)
    after = ASIDE.sub("", _STOP.split(text[target.span.end : last], maxsplit=1)[0])
    own = _phrase(after) if len(_phrase(after)) > 3 else _phrase(_before(text, first, target))
    return Phrase(own, _said_of_all(text, clause, target))


def around(text: str, clause: Clause, target: Target) -> Phrase:
    """The phrase a figure stands in: from the figure or stop before it up to the next.

    "kinh tế số đạt trên 45% GRDP": what is counted may stand on either side.
    """
    first, last = _bounds(text, clause, target)
    after = _STOP.split(text[target.span.end : last], maxsplit=1)[0]
    whole = _phrase(f"{_before(text, first, target)} … {after}")
    return Phrase(whole, _said_of_all(text, clause, target))


def _bounds(text: str, clause: Clause, target: Target) -> tuple[int, int]:
    """Where the figure before ends and the next one begins, else the clause.

    Of "100% khu công nghiệp có ít nhất 1 trạm" the second figure is in what is said of the first.
    """
    at = target.span.end
    others = stated(clause)
    earlier = (other.span.end for other in others if other.span.end <= target.span.start)
    later = (
        other.span.start
        for other in others
        if other.span.start >= at
        and not (other.unit != target.unit and _HAVING.search(text[at : other.span.start]))
    )
    return max((clause.start, *earlier)), min(later, default=max(clause.own_end, at))


def _before(text: str, first: int, target: Target) -> str:
    """What stands right before a figure, "" where it opens its phrase."""
    said = _STOP.split(text[first : target.span.start])[-1]
    return said if len(said) > 3 else ""


def _said_of_all(text: str, clause: Clause, target: Target) -> str:
    """What is said of a figure's thing behind a later figure, "" where it has its own."""
    at = target.span.end
    for span in (figure.span for figure in stated(clause)):
        if span.start < at:
            continue
        between = text[at : span.start]
        if SAID.search(between) or _SENTENCE.search(between):
            return ""
        at = span.end
    if at == target.span.end:
        return ""
    said = SAID.search(text, at, clause.own_end)
    end = _SENTENCE.search(text, at, clause.own_end)
    if not said or (end and end.start() < said.start()):
        return ""
    return _phrase(_STOP.split(text[said.start() : clause.own_end], maxsplit=1)[0])


def beyond(said: str, more: str) -> str:
    """``more`` without the words that ``said`` ends with already.

    >>> beyond("28 đơn vị", "đơn vị gồm"), beyond("80%", "người lao động")
    ('gồm', 'người lao động')
    """
    ends, begins = said.casefold().split(), more.casefold().split()
    most = min(len(ends), len(begins))
    same = next((n for n in range(most, 0, -1) if ends[-n:] == begins[:n]), 0)
    return " ".join(more.split()[same:])


def _phrase(text: str) -> str:
    """A phrase without what only joins it to the next."""
    return _JOINT.sub("", " ".join(text.strip(" ,.:;|-+").rstrip(" (").split()))
