"""OCR against bare Tesseract: ``python -m tests.bench.scans [FILE.pdf …]``.

Bare: every page drawn beforehand, then ``tesseract IMAGE - -l vie tsv``, as many at a time as we
run. It is measured at the resolution of the scan (300 dpi for pages that are drawn) and once more
at ours, in turns with the whole reading: drawing, straightening, cleaning, reading, second looks,
lines. Wall clock, and seconds of processor that both took: on a busy machine believe the latter.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pypdfium2

from indexer.readers.layout.finish import lines_of
from indexer.readers.ocr import reading
from indexer.readers.pdf import render
from tests.bench.timing import machine
from tests.quality.measures import shared

#: What a page without a scan is drawn at when nobody has measured.
USUAL = 300


def main(files: Sequence[str]) -> None:
    """Measure every file given, or the real scans beside the project."""
    folder = shared() / "plans" / "pdf"
    paths = [Path(f) for f in files] or sorted(folder.glob("*.pdf"))
    sys.stdout.write(f"{machine()}\n| file | pages | ours | bare, own dpi | bare, ours |\n")
    sys.stdout.write("|---|---|---|---|---|\n")
    for path in paths:
        with tempfile.TemporaryDirectory() as name:
            own = drawn(path, Path(name) / "own", USUAL)
            same = drawn(path, Path(name) / "same", reading.DPI)
            ours = cost(lambda: lines_of(reading.sheets_of(path, None)))  # noqa: B023
            first = cost(lambda: bare(own))  # noqa: B023
            second = cost(lambda: bare(same))  # noqa: B023
        told = " | ".join(
            f"{c[0]:.1f} s, {c[1]:.1f} s CPU ({ours[0] / c[0]:.2f}, {ours[1] / c[1]:.2f})"
            for c in (first, second)
        )
        sys.stdout.write(
            f"| {path.name} | {len(own)} | {ours[0]:.1f} s, {ours[1]:.1f} s CPU | {told} |\n"
        )
        sys.stdout.flush()


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


def cost(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds on the clock, and of processor in this process and its children."""
    started, before = time.perf_counter(), _processor()
    work()
    return time.perf_counter() - started, _processor() - before


def _processor() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


if __name__ == "__main__":
    main(sys.argv[1:])
