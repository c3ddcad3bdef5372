"""Odd texts and damaged files by number: ``make fuzz`` tries a million, a test some thousands.

What is said of a case holds for whatever text or file: nothing hangs, nothing crashes, what is not
read is refused with a reason, and what is read can be quoted. A text that fails is tried again by
``python -m tests.faults.fuzz 1 --first NUMBER``.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from tests.bench.timing import machine, put
from tests.faults import odd, watch
from tests.faults.damage import Seeds, seeds
from tests.faults.outcomes import LIMIT, Told, built
from tests.quality.measures import shared

#: Kinds of files, ``--files`` of each; PDFs last, for scans take longest.
KINDS = ((".docx",), (".html", ".txt", ".md", ".zip", ".odt", ".png"), (".pdf",))
#: Files of one index.
_ROUND = 50


def files(numbers: range, kinds: Sequence[str], known: Seeds, until: float) -> Told:
    """What became of damaged files of some kinds, as many as the time allows."""
    told, chosen = Told(), known.of(*kinds)
    damaged = (chosen.damaged(number) for number in numbers)
    while (some := list(islice(damaged, _ROUND))) and time.monotonic() < until:
        with tempfile.TemporaryDirectory() as place:
            built(Path(place), some, told)
    return told


def page(given: argparse.Namespace, texts: watch.Tried, tallies: Sequence[Told]) -> str:
    """For ``tests/bench/FUZZ.md``."""
    left = [(kind, why, n) for told in tallies for (kind, why), n in told.left.most_common() if n]
    failed = len(texts.failed) + sum(len(told.failed) for told in tallies)
    rows = [_row(kinds, told) for kinds, told in zip(KINDS, tallies, strict=False)]
    return "\n".join(
        (
            "# Odd texts and damaged files",
            "",
            "Written by `make fuzz ARGS='--out tests/bench/FUZZ.md'`; one machine and one day.",
            "",
            f"- {machine()}; others at work on it: load {os.getloadavg()[2]:.1f} (15 minutes)",
            f"- {datetime.now(UTC).date()}; from number {given.first} on; at most",
            f"  {given.seconds:.0f} s for all, {watch.LIMIT:.0f} s a text, {LIMIT:.0f} s a file",
            f"- {failed} failed: hung, crashed, met an error nobody foresaw, were lost, or were",
            "  left out without a reason in two languages",
            "",
            f"{texts.count:,} of {given.count:,} texts were tried in {texts.seconds:,.0f} s: "
            + ", ".join(f"{case.__name__} {often}%" for case, often in odd.CASES.items())
            + ".",
            "",
            "| files | tried | read | left out | seconds | the longest |",
            "|---|---|---|---|---|---|",
            *rows,
            "",
            "| left out | why | how many |",
            "|---|---|---|",
            *(f"| {kind} | {why} | {n} |" for kind, why, n in left),
            "",
        )
    )


def _row(kinds: Sequence[str], told: Told) -> str:
    """A row of the page. What is in a ZIP counts for itself."""
    read, left = told.read.total(), told.left.total()
    cells = (", ".join(kinds), told.count, read, left, f"{told.seconds:.0f}", f"{told.longest:.1f}")
    return f"| {' | '.join(map(str, cells))} |"


def main(arguments: list[str]) -> int:
    """Try cases from a number on; say which fail."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.fuzz")
    parser.add_argument("count", type=int, help="odd texts")
    parser.add_argument("--first", type=int, default=0, help="the number of the first")
    parser.add_argument("--files", type=int, default=0, help="damaged PDFs, and as many DOCX")
    parser.add_argument("--seconds", type=float, default=3600.0, help="for all of it, at most")
    parser.add_argument("--shared", type=Path, default=shared() / "plans", help="plans to damage")
    parser.add_argument("--out", type=Path, help="a page of what became of them, to keep")
    given = parser.parse_args(arguments)
    until = time.monotonic() + given.seconds
    with tempfile.TemporaryDirectory() as place:
        known = seeds(Path(place), given.shared)
    tallies = []
    for kinds in KINDS if given.files else ():
        # Texts are given a third of the time, whatever the files take.
        numbers, most = range(given.first, given.first + given.files), until - given.seconds / 3
        tallies.append(files(numbers, kinds, known, most))
        print(_row(kinds, tallies[-1]), *tallies[-1].failed, sep="\n", flush=True)  # noqa: T201
    numbers = range(given.first, given.first + given.count)
    texts = watch.tried(odd.one, numbers, until - time.monotonic())
    print(f"{texts.count:,} texts in {texts.seconds:.0f} s, failed:", texts.failed)  # noqa: T201
    if given.out:
        put(given.out, page(given, texts, tallies))
    return int(bool(texts.failed) or any(told.failed for told in tallies))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
