"""A born-digital decision as an office issued it, page by page (skipped where it is not)."""

from __future__ import annotations

import pytest

from tests.quality import real
from tests.quality.measures import shared

FILE = shared() / "plans" / "pdf" / "hanoi_qd_2280_water.pdf"
pytestmark = [
    pytest.mark.gold,
    pytest.mark.skipif(not FILE.exists(), reason="no real plans beside the project"),
]


def test_the_born_digital_decision() -> None:
    """Held against the images of its twenty pages."""
    document = real.document(FILE)
    assert [page.obtained for page in document.pages] == ["pdf-text"] * 20
    assert document.problems == ()
    # Number and day are stamped on it: they stand in no content stream.
    assert (document.info.number, document.info.date) == ("2280/QĐ-UBND", "2026-04-29")
    own = {c.path: document.text[c.start : c.own_end] for c in document.clauses}
    assert {"QĐ.1", "QĐ.2", "QĐ.3", "I", "II", "III"} <= own.keys()
    assert [
        p for p in own if p.startswith("II.2.1.") and p.count(".") == 3 and p[-1].isdigit()
    ] == [f"II.2.1.{n}" for n in range(1, 13)]
    assert [p for p in own if p.startswith("III.") and p.count(".") == 1] == [
        f"III.{n}" for n in range(1, 6)
    ]
    notes = [own[p] for p in own if p.startswith("back")]
    assert [note[:4] for note in notes] == [f"[{n}] " for n in range(1, 6)]
    assert not any("m3 /s" in text for text in own.values())
    for clause in document.clauses:
        assert clause.boxes, clause.path
        assert clause.boxes[0].page == clause.page
    # Sentences that a page break cuts are one clause, with boxes on both pages.
    cut = [c for c in document.clauses if len({box.page for box in c.boxes}) == 2]
    assert len(cut) == 5
