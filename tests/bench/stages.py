"""Where a search and an answer go: ``python -m tests.bench.stages INDEX [--runs 3] [--out FILE]``.

For an index that ``tests.bench.scale`` left in its room, or any other. Functions are timed by a
wrapper, each without what it calls of the others, so that the stages add up to the whole; words and
meaning, elsewhere searched at once, are searched in turn. Written to ``tests/bench/RESULTS.md``.
"""

from __future__ import annotations

import argparse
import datetime
import functools
import importlib
import multiprocessing
import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from statistics import fmean
from typing import Any

import indexer.index
from service.answer.asking import ask
from service.api.turnstile import settle
from service.retrieve import hybrid
from service.retrieve.searching import search
from tests.bench.__main__ import material, some
from tests.bench.asking import WARM
from tests.bench.timing import Cost, Timed, cost, machine, put, share

_QUESTIONS = 110
_INDEX = "indexer.index.local:LocalIndex"
#: Stage → the functions that are it, where their callers look for them.
STAGES = {
    "reading the question: slips, marks, places, intent": (
        "service.retrieve.searching:_read",
        "service.answer.asking:understood",
    ),
    "documents that are not meant": ("service.answer.asking:_outside",),
    "words: tantivy": (f"{_INDEX}.search_terms",),
    "meaning: the encoder": ("models.static:StaticEncoder.encode_queries",),
    "meaning: the nearest vectors": (f"{_INDEX}.search_vector",),
    "vectors of what only words found": (f"{_INDEX}.cosines",),
    "what was found put together": ("service.retrieve.hybrid:_found",),
    "outlines": (f"{_INDEX}.outlines",),
    "the sieve: features told by outlines": ("service.retrieve.hybrid:_sifted",),
    "texts and clauses fetched": (f"{_INDEX}.texts", f"{_INDEX}.passages"),
    "clauses ranked": tuple(
        f"service.retrieve.hybrid:{name}" for name in ("_line", "_ranked", "in_order", "Line.take")
    ),
    "facets": ("service.retrieve.searching:facets",),
    "hits, marked": ("service.retrieve.searching:_results",),
    "the first reader": ("service.retrieve.reranking:_reranked",),
    "the closer reader": ("models.reader:Reader.read",),
    "what to read, and its order then": ("service.answer.asking:reranked",),
    "how surely a plan must answer": (
        "service.answer.sureness:needed",
        "service.answer.sureness:share_missing",
        "service.answer.titled:meant",
    ),
    "each plan's answer": ("service.answer.asking:judged", "service.answer.asking:_told_of"),
    "whole lists and sums": (
        "service.answer.catalogue:of_plans",
        "service.answer.listed:of_plans",
        "service.answer.listed:together",
        "service.answer.money:together",
    ),
    "asides": ("service.answer.asking:with_asides",),
    "filters": ("service.answer.asking:filters_of",),
}
REST, WHOLE = "the rest", "all"
#: By "search" and "ask": of each question what it took, by stage.
Taken = dict[str, list[Mapping[str, Cost]]]


class Clock:
    """Time goes to the stage that was entered last and has not been left."""

    def __init__(self) -> None:
        self._stack = [REST]
        self._told: defaultdict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
        self._since = _now()

    def within(self, stage: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """``work``, timed as ``stage``."""

        @functools.wraps(work)
        def timed(*given: Any, **named: Any) -> Any:
            self._turn()
            self._stack.append(stage)
            try:
                return work(*given, **named)
            finally:
                self._turn()
                self._stack.pop()

        return timed

    def told(self, work: Callable[[], object]) -> dict[str, Cost]:
        """What ``work`` takes, once, by stage."""
        self._told.clear()
        self._since = _now()
        work()
        self._turn()
        return {stage: Cost(*spent) for stage, spent in self._told.items()}

    def _turn(self) -> None:
        now = _now()
        spent = self._told[self._stack[-1]]
        spent[0] += now.clock - self._since.clock
        spent[1] += now.processor - self._since.processor
        self._since = now


def _now() -> Cost:
    return Cost(time.perf_counter(), time.process_time())


def places() -> list[tuple[str, Any, str]]:
    """``(stage, owner, name)`` of every function; raises where one has moved."""
    out = []
    for stage, functions in STAGES.items():
        for function in functions:
            module, _, path = function.partition(":")
            *classes, name = path.split(".")
            owner = functools.reduce(getattr, classes, importlib.import_module(module))
            getattr(owner, name)
            out.append((stage, owner, name))
    return out


def measured(path: Path, questions: Sequence[str], staged: bool) -> Taken:
    """What each question takes, by stage or as a whole; to be called in a new process."""
    clock = Clock()
    if staged:
        hybrid.both = lambda first, second, apart=True: (first(), second())  # noqa: ARG005
        for stage, owner, name in places():
            setattr(owner, name, clock.within(stage, getattr(owner, name)))
    taken: Taken = {"search": [], "ask": []}
    with indexer.index.open(path, verify=False) as index:
        settle()
        for number, text in enumerate(questions):
            for name, work in (("search", search), ("ask", ask)):
                asked = functools.partial(work, index, text)
                told = clock.told(asked) if staged else {WHOLE: cost(asked)}
                if number >= WARM:
                    taken[name].append(told)
    return taken


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("index", type=Path)
    parser.add_argument("--runs", type=int, default=3, help="processes that ask")
    parser.add_argument("--out", type=Path, default=Path(__file__).with_name("RESULTS.md"))
    given = parser.parse_args()
    _, questions = material()
    asked = some(questions, _QUESTIONS)
    with indexer.index.open(given.index, verify=False) as index:
        size = index.size()
    staged, plain = [], []
    for _ in range(max(1, given.runs)):
        for runs, stages in ((staged, True), (plain, False)):
            with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
                runs.append(pool.submit(measured, given.index, asked, stages).result())
    text = page(staged, plain, size)
    put(given.out, text)
    sys.stdout.write(text)


def page(staged: Sequence[Taken], plain: Sequence[Taken], passages: int) -> str:
    """A table for search and one for ask, with their conditions."""
    asked = len(staged[0]["search"])
    lines = [
        "# Where a search and an answer go",
        "",
        "Written by `python -m tests.bench.stages`; figures of one machine and one day.",
        "",
        f"- {machine()}; others at work on it: load {os.getloadavg()[2]:.1f} (15 minutes)",
        f"- {datetime.datetime.now(datetime.UTC).date()}; {passages:,} passages; {asked} questions",
        f"  after {WARM} others, each asked once; medians of {len(staged)} runs, each in a process",
        "  of its own, of the means from the least to the most",
        "- milliseconds by the clock, and of processor (all threads). Functions are timed by a",
        "  wrapper, words and meaning searched in turn: the last line is without either. Means add",
        "  up, p50 and p95 do not",
    ]
    for name in ("search", "ask"):
        lines += [
            "",
            f"| `{name}` | p50 | p95 | mean | … of processor |",
            "|---|---|---|---|---|",
            *(_row(stage, rows) for stage, rows in _table([run[name] for run in staged])),
            _row("all, not taken apart", _costs([r[name] for r in plain])),
        ]
    return "\n".join([*lines, ""])


def _table(
    runs: Sequence[Sequence[Mapping[str, Cost]]],
) -> list[tuple[str, Sequence[Sequence[Cost]]]]:
    """Of each stage that is met, in their order, and of all together, the costs of every run."""
    met = {stage for run in runs for told in run for stage in told}
    stages = [stage for stage in (*STAGES, REST) if stage in met]
    none = Cost(0.0, 0.0)
    rows = [(stage, [[told.get(stage, none) for told in run] for run in runs]) for stage in stages]
    return [*rows, (WHOLE, [[_sum(told) for told in run] for run in runs])]


def _sum(told: Mapping[str, Cost]) -> Cost:
    return Cost(*map(sum, zip(*told.values(), strict=True)))


def _costs(runs: Sequence[Sequence[Mapping[str, Cost]]]) -> list[list[Cost]]:
    return [[told[WHOLE] for told in run] for run in runs]


def _row(stage: str, runs: Sequence[Sequence[Cost]]) -> str:
    halves = [
        f"{Timed(tuple(share([c.clock for c in run], part) for run in runs)).median * 1000:.2f}"
        for part in (0.5, 0.95)
    ]
    clock, processor = (
        Timed(tuple(fmean(c[by] for c in run) for run in runs)).span(2, 1000, brackets=True)
        for by in (0, 1)
    )
    return f"| {stage} | {' | '.join(halves)} | {clock} | {processor} |"


if __name__ == "__main__":
    main()
