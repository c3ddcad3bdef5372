"""The words a figure stands among: what it is about."""

from __future__ import annotations

import re

from indexer.documents import Clause, Target

_STOP = re.compile(r"[;\n]|\.\s|\s\|\s")
_JOINT = re.compile(r"(?:\s+(?:và|hoặc|được|là|của|cho|ở|,))+$")


def measured(text: str, clause: Clause, target: Target) -> str:
    """The words after a figure, up to the next one or the end of the phrase; else those before."""
    later = [t.span.start for t in clause.facts.targets if t.span.start > target.span.start]
    end = min([*later, clause.own_end])
    after = _phrase(_STOP.split(text[target.span.end : end], maxsplit=1)[0])
    return after if len(after) > 3 else _phrase(_STOP.split(text[clause.start : end])[-2:][0])


def around(text: str, clause: Clause, target: Target) -> str:
    """The phrase a figure stands in: from the figure or stop before it up to the next.

    "kinh tế số đạt trên 45% GRDP": what is counted may stand on either side.
    """
    spans = [t.span for t in clause.facts.targets]
    start = max((s.end for s in spans if s.end <= target.span.start), default=clause.start)
    end = min((s.start for s in spans if s.start > target.span.start), default=clause.own_end)
    said = [part for part in _STOP.split(text[start : target.span.start]) if len(part) > 3]
    before = said[-1] if said else ""
    after = _STOP.split(text[target.span.end : max(end, target.span.end)], maxsplit=1)[0]
    return _phrase(f"{before} … {after}")


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
