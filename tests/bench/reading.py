"""Reading PDF text against plain pdfminer.six, on one core and on two.

The files are a plan with a text layer in ``../shared`` where that is, and one that is drawn here in
any case. Where the system lets a process choose its cores (Linux), both sides get one, and then
ours gets two; pdfminer itself never uses more than one.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from pdfminer.high_level import extract_text

from indexer.readers import pdf
from tests.bench.timing import ROOT, Timed, seconds
from tests.indexer.pdf_maker import Paper
from tests.quality.measures import shared

#: Pages of the file that is drawn.
_PAGES = 24


@contextlib.contextmanager
def cores(count: int) -> Iterator[bool]:
    """Run on ``count`` cores; False where that cannot be had."""
    if not hasattr(os, "sched_getaffinity") or len(os.sched_getaffinity(0)) < count:
        yield False
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, sorted(before)[:count])
    try:
        yield True
    finally:
        os.sched_setaffinity(0, before)


def files(place: Path) -> list[Path]:
    """PDFs with a text layer."""
    drawn = place / "drawn.pdf"
    paper = Paper(drawn)
    text = (ROOT / "corpus" / "plans" / "hai-duong-2023.md").read_text(encoding="utf-8")
    body = [line for line in text.split("\n") if len(line) > 40]
    while paper.page < _PAGES:
        for line in body:
            paper.paragraph(line)
    paper.save()
    real = shared() / "plans" / "pdf" / "hanoi_qd_2280_water.pdf"
    return [drawn, *[path for path in [real] if path.exists()]]


def timed(paths: Sequence[Path], runs: int) -> Iterator[tuple[str, Timed, Timed]]:
    """``(what, ours, pdfminer)``: every file, ours and theirs in turns."""
    for path in paths:
        for count in (1, 2):
            ours, bare = [], []
            for _ in range(runs):
                with cores(1):
                    bare.append(seconds(lambda: extract_text(path)))  # noqa: B023
                with cores(count) as had:
                    ours.append(seconds(lambda: pdf.read(path, ocr=False)))  # noqa: B023
            if had:
                label = "1 core" if count == 1 else "2 cores"
                yield f"PDF text, {path.stem}, {label}", Timed(tuple(ours)), Timed(tuple(bare))
