"""OCR against bare Tesseract: ``python -m tests.bench.scans [FILE.pdf …] [--runs 3]``.

Bare: every page drawn beforehand, then ``tesseract IMAGE - -l vie tsv``, as many at a time as we
run. It is measured at the resolution of the scan (300 dpi for pages that are drawn) and once more
at ours, in turns with the whole reading: drawing, straightening, cleaning, reading, second looks,
lines. Wall clock, and seconds of processor that both took: on a busy machine believe the latter.
Written to ``tests/bench/SCANS.md``.
"""

from __future__ import annotations

import argparse
import datetime
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

from indexer.analyse import analyse
from indexer.readers.layout.finish import lines_of
from indexer.readers.ocr import reading
from indexer.readers.pdf import render
from tests.bench.timing import Cost, Timed, machine
from tests.quality.measures import shared

#: What a page without a scan is drawn at when nobody has measured.
USUAL = 300


@dataclass(frozen=True, slots=True)
class Read:
    """A file as ours reads it and as bare Tesseract does, every run: at its own dpi and at ours."""

    name: str
    pages: int
    scanned: int
    ours: tuple[Cost, ...]
    own: tuple[Cost, ...]
    same: tuple[Cost, ...]


def main() -> None:
    """Measure every file given, or the real scans beside the project; print, write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("files", type=Path, nargs="*")
    parser.add_argument("--runs", type=int, default=3, help="of everything that is timed")
    parser.add_argument("--out", type=Path, default=Path(__file__).with_name("SCANS.md"))
    given = parser.parse_args()
    paths = given.files or sorted((shared() / "plans" / "pdf").glob("*.pdf"))
    text = page([read(path, max(1, given.runs)) for path in paths])
    given.out.write_text(text, encoding="utf-8")
    sys.stdout.write(text)


def read(path: Path, runs: int) -> Read:
    """One file: ours, bare at its own resolution, bare at ours, in turns."""
    with tempfile.TemporaryDirectory() as name:
        own = drawn(path, Path(name) / "own", USUAL)
        same = drawn(path, Path(name) / "same", reading.DPI)
        works: tuple[Callable[[], object], ...] = (
            lambda: lines_of(reading.sheets_of(path, None)),
            lambda: bare(own),
            lambda: bare(same),
        )
        rounds = [[cost(work) for work in works] for _ in range(runs)]
    scanned = sum(p.obtained == "ocr" for p in analyse(path, path.stem, path.name).pages)
    return Read(path.name, len(own), scanned, *zip(*rounds, strict=True))


def page(found: Sequence[Read]) -> str:
    """A line for each file, and all that need to be read so together."""
    need = [one for one in found if one.scanned == one.pages]
    lines = [
        "# OCR against bare Tesseract",
        "",
        "Written by `python -m tests.bench.scans`; figures of one machine and one day.",
        "",
        f"- {machine()}; others at work on it: load {os.getloadavg()[2]:.1f} (15 minutes)",
        f"- {datetime.datetime.now(datetime.UTC).date()}; medians of {len(found[0].ours)} runs,",
        "  from the least to the most; seconds by the clock, and of processor with the children's",
        "- ÷: by the clock, in processor time in brackets; short documents pay most for the child",
        "  that draws them and for second looks under seals",
        "",
    ]
    if need:
        ours, own = (_together([getattr(one, what) for one in need]) for what in ("ours", "own"))
        clock = [Timed(tuple(c.clock for c in runs)) for runs in (ours, own)]
        pages = sum(one.pages for one in need)
        lines += [
            f"All that is scanned together (files: {len(need)}, pages: {pages}):",
            f"{_ratio(ours, own)} × bare Tesseract at their own resolution",
            f"({clock[0].median:.1f} s against {clock[1].median:.1f} s).",
            "",
        ]
    return "\n".join([*lines, *_table(found), ""])


def _table(found: Sequence[Read]) -> list[str]:
    return [
        "| file | pages, scans | ours | bare, own dpi | bare, our dpi "
        "| ours ÷ bare, own dpi | ours ÷ bare, our dpi |",
        "|---|---|---|---|---|---|---|",
        *(
            f"| {one.name} | {one.pages}, {one.scanned} "
            f"| {_told(one.ours)} | {_told(one.own)} | {_told(one.same)} "
            f"| {_ratio(one.ours, one.own)} | {_ratio(one.ours, one.same)} |"
            for one in found
        ),
    ]


def _together(files: Sequence[Sequence[Cost]]) -> list[Cost]:
    """All files of each run."""
    return [Cost(*map(sum, zip(*run, strict=True))) for run in zip(*files, strict=True)]


def _told(runs: Sequence[Cost]) -> str:
    clock, processor = (Timed(tuple(run[by] for run in runs)) for by in (0, 1))
    told = [one.span(1, brackets=True) for one in (clock, processor)]
    return f"{told[0]} s, {told[1]} s of processor"


def _ratio(ours: Sequence[Cost], bare: Sequence[Cost]) -> str:
    clock, processor = (
        Timed(tuple(mine[by] / other[by] for mine, other in zip(ours, bare, strict=True)))
        for by in (0, 1)
    )
    return f"{clock.span()} ({processor.span()})"


def drawn(path: Path, folder: Path, dpi: int) -> list[tuple[Path, int]]:
    """Every page as an image, with its resolution: a scan's own where that is less."""
    folder.mkdir()
    document = pypdfium2.PdfDocument(path)
    out = []
    for number, page in enumerate(document, 1):
        own = min(dpi, round(render.own_dpi(page, page.get_size()[0]) or dpi))
        out.append((folder / f"{number}.png", own))
        page.render(scale=own / 72, grayscale=True).to_pil().save(out[-1][0])
    document.close()
    return out


def bare(pages: Sequence[tuple[Path, int]]) -> None:
    """Tesseract alone over all pages."""
    with ThreadPoolExecutor(reading.JOBS) as pool:
        list(pool.map(_bare, pages))


def _bare(page: tuple[Path, int]) -> None:
    subprocess.run(
        ["tesseract", str(page[0]), "-", "-l", "vie", "--dpi", str(page[1]), "tsv"],
        check=True,
        capture_output=True,
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
    )


def cost(work: Callable[[], object]) -> Cost:
    """By the clock, and of processor in this process and its children."""
    started, before = time.perf_counter(), _processor()
    work()
    return Cost(time.perf_counter() - started, _processor() - before)


def _processor() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


if __name__ == "__main__":
    main()
