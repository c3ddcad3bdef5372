"""How far one machine goes: ``python -m tests.bench.scale [--room DIR]``.

Ten thousand passages, a hundred thousand and a million, or ``--passages 10000 100000 1000000`` as
they are wanted: all sizes of a page are measured by one command, as the page is written anew. Plans
recombined from real ones (see ``recombined``) are indexed by the real build, all but the reading,
and asked in processes of their own, ``--runs`` of them (3); beside it, in turns, the exact scan of
the same vectors and the raw parts. Nothing is asserted. Written to ``tests/bench/RESULTS.md``. A
million take 6 GB of disk and half an hour.

With a room, a run that was cut short goes on where it was: what was built is not built again, and
its figures (``building.py``) are kept beside it.
"""

from __future__ import annotations

import argparse
import datetime
import multiprocessing
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import models
from indexer.generation import current, verify
from models import Encoder
from tests.bench import asking, building, clients, recombined
from tests.bench.__main__ import material, some
from tests.bench.asking import NAMES, Asked
from tests.bench.clients import CLIENTS, Served
from tests.bench.targets import curve, every, targets
from tests.bench.timing import Timed, machine, pages, put

_QUESTIONS = 110
_SIZES = (10_000, 100_000, 1_000_000)
_TITLE = "# How far one machine goes"


@dataclass(frozen=True)
class Built:
    """An index of so many passages; ``rows``: what building it took, label → value as shown."""

    index: Path
    passages: int
    rows: dict[str, str]


@dataclass(frozen=True)
class Measured:
    """The figures of one size; ``runs``: in the order in which they were made."""

    built: Built
    runs: tuple[Asked, ...]
    served: Served

    @property
    def rows(self) -> dict[str, str]:
        """Label → value as shown: the median of all runs, from the least to the most."""
        runs, served = self.runs, self.served
        out = dict(self.built.rows)
        out["open"] = f"{Timed(tuple(r.opened for r in runs)).span(1, brackets=True)} s"
        first = Timed(tuple(r.first for r in runs))
        out["the first search of a process"] = f"{first.span(0, 1000, brackets=True)} ms"
        each = ", ".join(f"{value:.1f}" for value in every(runs, "search", 0.5).runs)
        out["search p50, run after run: clock"] = f"{each} ms"
        for name in NAMES:
            for by, label in enumerate(("clock", "processor")):
                both = [every(runs, name, part, by) for part in (0.5, 0.95)]
                told = " / ".join(one.span(1, brackets=True) for one in both)
                out[f"{name}, p50 / p95: {label}"] = f"{told} ms"
        out["one client, over HTTP"] = served.alone.show(1, "searches a second")
        out[f"{CLIENTS} clients, over HTTP"] = served.together.show(1, "searches a second")
        return out


def main() -> None:
    """Measure each size, print, write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--passages", type=int, nargs="+", default=list(_SIZES))
    parser.add_argument("--runs", type=int, default=3, help="processes that ask each index")
    parser.add_argument("--room", type=Path, help="where the indexes are made, and kept")
    parser.add_argument("--out", type=Path, default=Path(__file__).with_name("RESULTS.md"))
    given = parser.parse_args()
    encoder = models.load()
    folders, questions = material()
    base = recombined.originals(folders)
    asked = some(questions, _QUESTIONS)
    room = given.room or Path(tempfile.mkdtemp(prefix="tracuu-scale-"))
    try:
        made = [built(room / str(n), base, n, encoder) for n in sorted(given.passages)]
        found = measured(made, asked, max(1, given.runs))
    finally:
        if given.room is None:
            shutil.rmtree(room, ignore_errors=True)
    for size in lost(pages(given.out).get(_TITLE, ""), [one.passages for one in made]):
        sys.stderr.write(f"the page had {size} passages too: not measured now, no longer on it\n")
    text = page(found, len(asked))
    put(given.out, text)
    sys.stdout.write(text)


def built(
    room: Path, base: Sequence[recombined.Original], passages: int, encoder: Encoder
) -> Built:
    """An index in ``room``, and what it took."""
    path = room / "index"
    made, rows = building.measured(room, base, passages, encoder)
    on_disk = sum(f.stat().st_size for f in (path / current(path)).rglob("*") if f.is_file())
    rows["on disk"] = f"{on_disk / 2**20:.0f} MB, {on_disk / made:.0f} bytes a passage"
    _say(f"{made:,} passages are indexed")
    return Built(path, made, rows)


def measured(made: Sequence[Built], questions: Sequence[str], runs: int) -> list[Measured]:
    """Each run asks all sizes, one after the other, so that a busy hour hits all alike."""
    rounds = []
    for number in range(runs):
        rounds.append([_asked(one.index, questions) for one in made])
        _say(f"run {number + 1} of {runs} is done")
    served = [clients.measured(one.index, questions) for one in made]
    return [Measured(*row) for row in zip(made, zip(*rounds, strict=True), served, strict=True)]


def _asked(index: Path, questions: Sequence[str]) -> Asked:
    """By a process of its own: nothing is known to it, nor is what building took its memory."""
    verify(index / current(index))  # reads every file: the disk is warm then
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(asking.measured, index, questions).result()


def _say(what: str) -> None:
    sys.stderr.write(f"{what}\n")


def lost(page: str, sizes: Sequence[int]) -> list[str]:
    """Sizes that stand on ``page`` and are none of ``sizes``, but for a plan more or less."""
    about = {f"{size:.1e}" for size in sizes}
    told = dict.fromkeys(re.findall(r"([\d,]+) passages \|", page))
    return [size for size in told if f"{int(size.replace(',', '')):.1e}" not in about]


def page(found: Sequence[Measured], questions: int) -> str:
    """A column for each size, what was asked of them, and how search grows."""
    least = found[0].runs if len(found) > 1 else None
    reached = [
        targets(m.runs, m.served, m.built.passages, least if m is not found[0] else None)
        for m in found
    ]
    head = " | ".join(f"{m.built.passages:,} passages" for m in found)
    columns = [m.rows for m in found]
    lines = [
        *_head(len(found[0].runs), questions),
        f"| | asked | {head} |",
        "|---|---|" + "---|" * len(found),
        *(
            f"| {row[0].name} | {row[0].asked} | " + " | ".join(t.reached for t in row) + " |"
            for row in zip(*reached, strict=True)
            if any(t.reached for t in row)
        ),
        "",
        f"| | {head} |",
        "|---|" + "---|" * len(found),
        *(f"| {name} | " + " | ".join(c[name] for c in columns) + " |" for name in columns[0]),
        "",
        "p50 in milliseconds of processor time, and how many times that of the size before:",
        "",
        "```",
        *curve([m.built.passages for m in found], [m.runs for m in found]),
        "```",
        "",
    ]
    return "\n".join(lines)


def _head(runs: int, questions: int) -> list[str]:
    """The title, and the conditions."""
    return [
        _TITLE,
        "",
        "Written by `python -m tests.bench.scale`; figures of one machine and one day.",
        "",
        f"- {machine()}; others at work on it: load {os.getloadavg()[2]:.1f} (15 minutes)",
        f"- {datetime.datetime.now(datetime.UTC).date()}; plans recombined from real ones: places,",
        f"  years, agencies and numbers changed; {questions} questions of all forms",
        f"- medians of {runs} runs, from the least to the most. A run is for each size a process",
        f"  of its own: {asking.WARM} questions warm it up, each of the others is asked once (p50,",
        f"  p95 of these), {asking.TURN} at a time: by ours, then by the exact scan and the bare",
        "  libraries, which have every vector in memory. Building and changing were measured once",
        "- the disk is warm: every file of an index is read before it is asked.",
        "  The first search of a process is told apart, and search run after run; where nobody has",
        "  read an index since the machine started, its first questions take longer",
        "- ratios by the clock, in processor time in brackets; the targets are those of a million",
        "",
    ]


if __name__ == "__main__":
    main()
