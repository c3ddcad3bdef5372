"""Short ways from a plan's text to the bodies its clauses name."""

from __future__ import annotations

from indexer import segment
from indexer.facts import agencies
from tests.indexer import papers


def found(source, read=papers.blocks):
    """The agencies of each clause, by path; each stands where its span says."""
    blocks = read(source)
    text, _ = segment.canonical(blocks)
    out = agencies.of_clauses(text, segment.segment(blocks))
    for named in out.values():
        for agency in named:
            assert text[agency.span.start : agency.span.end] == agency.as_written
    return out


def responsible(source, read=papers.blocks):
    """``(as written, role, inherited)`` of the agencies of each clause, by path."""
    return {
        path: [(a.as_written, a.role, a.inherited) for a in named]
        for path, named in found(source, read).items()
    }


def duty(sentence):
    """``(as written, role, inherited)`` of those one clause of an assignment is given to."""
    source = f"KẾ HOẠCH\n\nTrồng cây\n\nI. TỔ CHỨC THỰC HIỆN\n\n1. {sentence}\n"
    return [(a.as_written, a.role, a.inherited) for a in found(source)["I.1"] if not a.partner]
