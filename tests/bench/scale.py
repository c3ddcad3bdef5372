"""How far one machine goes: ``python -m tests.bench.scale [--passages 10000 100000] [--room DIR]``.

Plans recombined from real ones (see ``recombined``) are indexed by the real build, all but the
reading, and asked in a process of their own; beside it, in turns, the exact scan of the same
vectors and the raw parts. Nothing is asserted. Written to ``tests/bench/RESULTS.md``. A million
(``--passages 10000 1000000``) take 6 GB of disk.

With a room, a run that was cut short goes on where it was: what was built is not built again, and
its figures (``building.py``) are kept beside it.
"""

from __future__ import annotations

import argparse
import datetime
import multiprocessing
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import models
from indexer.generation import current
from models import Encoder
from tests.bench import asking, building, clients, recombined
from tests.bench.__main__ import material
from tests.bench.asking import NAMES, Asked
from tests.bench.clients import CLIENTS, Served
from tests.bench.targets import curve, p, targets
from tests.bench.timing import machine, put

_QUESTIONS = 110


@dataclass(frozen=True)
class Measured:
    """The figures of one size; ``rows``: label → value as shown."""

    passages: int
    rows: dict[str, str]
    asked: Asked
    served: Served


def main() -> None:
    """Measure each size, print, write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--passages", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--room", type=Path, help="where the indexes are made, and kept")
    parser.add_argument("--out", type=Path, default=Path(__file__).with_name("RESULTS.md"))
    given = parser.parse_args()
    encoder = models.load()
    folders, questions = material()
    base = recombined.originals(folders)
    asked = questions[:: 1 + len(questions) // _QUESTIONS]
    room = given.room or Path(tempfile.mkdtemp(prefix="tracuu-scale-"))
    try:
        found = [size(room / str(n), base, n, encoder, asked) for n in given.passages]
    finally:
        if given.room is None:
            shutil.rmtree(room, ignore_errors=True)
    text = page(found, len(asked))
    put(given.out, text)
    sys.stdout.write(text)


def size(
    room: Path,
    base: Sequence[recombined.Original],
    passages: int,
    encoder: Encoder,
    questions: Sequence[str],
) -> Measured:
    """Everything at one size."""
    path = room / "index"
    made, rows = building.measured(room, base, passages, encoder)
    on_disk = sum(f.stat().st_size for f in (path / current(path)).rglob("*") if f.is_file())
    rows["on disk"] = f"{on_disk / 2**20:.0f} MB, {on_disk / made:.0f} bytes a passage"
    # A process of its own: what building took is not counted as memory of the index.
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        asked = pool.submit(asking.measured, path, questions).result()
    served = clients.measured(path, questions)
    rows["open"] = f"{asked.opened:.1f} s"
    for name in NAMES:
        told = [f"{p(asked, name, 0.5, by):.1f} / {p(asked, name, 0.95, by):.1f}" for by in (1, 0)]
        rows[f"{name}: processor, clock"] = f"{told[0]} ms, {told[1]} ms"
    rows["one client, over HTTP"] = served.alone.show(1, "searches a second")
    rows[f"{CLIENTS} clients, over HTTP"] = served.together.show(1, "searches a second")
    return Measured(made, rows, asked, served)


def page(found: Sequence[Measured], questions: int) -> str:
    """A column for each size, what was asked of them, and how search grows."""
    least = found[0].asked if len(found) > 1 else None
    reached = [targets(m.asked, m.served, least if m is not found[0] else None) for m in found]
    names = {t.name: t.asked for one in reached for t in one}
    values = [{t.name: t.reached for t in one} for one in reached]
    head = " | ".join(f"{m.passages:,} passages" for m in found)
    lines = [
        "# How far one machine goes",
        "",
        "Written by `python -m tests.bench.scale`; figures of one machine and one day.",
        "",
        f"- {machine()}; others at work on it: load {os.getloadavg()[2]:.1f} (15 minutes)",
        f"- {datetime.datetime.now(datetime.UTC).date()}; plans recombined from real ones: places,",
        f"  years, agencies and numbers changed; {questions} questions, each asked once, p50 / p95",
        "- ratios by the clock, in processor time in brackets; the targets are those of a million",
        "",
        f"| | asked | {head} |",
        "|---|---|" + "---|" * len(found),
        *(
            f"| {name} | {asked} | " + " | ".join(v.get(name, "") for v in values) + " |"
            for name, asked in names.items()
        ),
        "",
        f"| | {head} |",
        "|---|" + "---|" * len(found),
        *(f"| {n} | " + " | ".join(m.rows[n] for m in found) + " |" for n in found[0].rows),
        "",
        "p50 in milliseconds of processor time:",
        "",
        "```",
        *curve([m.passages for m in found], [m.asked for m in found]),
        "```",
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
