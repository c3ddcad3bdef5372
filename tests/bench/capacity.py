"""How much of Vietnam fits where: ``python -m tests.bench.capacity [--measure] [--index INDEX]``.

With ``--measure`` the figures are taken on this machine and kept in ``docs/capacity.json``; with
an index that ``tests.bench.scale`` left in its room, memory and searching at that size too;
without, ``docs/capacity.md`` is written anew from them. Every figure of the page is measured or
computed from measured ones; ``tests/test_capacity.py`` holds the page to that.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import textwrap
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Self

from indexer import reference
from tests.bench.estimates import Line, about

ROOT = Path(__file__).resolve().parents[2]
FIGURES, PAGE = ROOT / "docs" / "capacity.json", ROOT / "docs" / "capacity.md"

GB = 2**30
PLANS_A_YEAR = 100  # each province and commune
NODES = (2, 8, 32)  # GB of memory
SYSTEM = 0.5  # GB left to the operating system
PATIENCE = 0.5  # seconds of a processor that one question may take


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured. Bytes and seconds of a processor are per clause unless said otherwise.

    ``clauses_a_plan``: by level, of the real plans. ``sizes``: clauses of the indexes measured.
    ``memory`` (bytes), ``search`` and ``lite`` (seconds a question) are at these sizes; ``lite`` is
    Milvus Lite's. ``grown``: clauses, memory and search of a far larger index, if one was measured.
    """

    machine: str
    day: str
    clauses_a_plan: dict[str, float]
    plans: dict[str, int]
    passages_a_clause: float
    bytes: dict[str, float]
    seconds: dict[str, float]
    page_read: float
    pages_a_clause: float
    sizes: tuple[int, int]
    memory: tuple[float, float]
    search: tuple[float, float]
    lite: tuple[float, float]
    grown: tuple[int, float, float] | None = None

    @classmethod
    def load(cls, path: Path = FIGURES) -> Self:
        """As they were kept."""
        body = json.loads(path.read_text("utf-8"))
        pairs = {name: tuple(body[name]) for name in ("sizes", "memory", "search", "lite")}
        grown = tuple(body["grown"]) if body.get("grown") else None
        return cls(**{**body, **pairs, "grown": grown})

    def keep(self, path: Path = FIGURES) -> None:
        """Write them down."""
        path.write_text(json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n", "utf-8")

    def line(self, name: str) -> Line:
        """A cost that grows with the number of clauses."""
        (small, large), (low, high) = self.sizes, getattr(self, name)
        if self.grown and name != "lite":
            large, memory, search = self.grown
            high = {"memory": memory, "search": search}[name]
        return Line.through(small, low, large, high)


@dataclass(frozen=True, slots=True)
class Year:
    """What Vietnam writes in a year: plans and clauses, by level."""

    plans: dict[str, int]
    clauses: dict[str, float]

    @classmethod
    def of(cls, figures: Figures, provinces: int, communes: int) -> Self:
        """From the numbers of places and the clauses that real plans have."""
        plans = {"province": provinces * PLANS_A_YEAR, "commune": communes * PLANS_A_YEAR}
        return cls(plans, {k: n * figures.clauses_a_plan[k] for k, n in plans.items()})

    @property
    def total(self) -> float:
        """Clauses of all levels."""
        return sum(self.clauses.values())


def places() -> tuple[int, int]:
    """Provinces and communes of today, from the tables that the indexer uses."""

    def rows(table: str) -> list[dict[str, str]]:
        with (reference.folder() / table).open(encoding="utf-8") as file:
            return list(csv.DictReader(file, delimiter="\t"))

    provinces = [row for row in rows("provinces.tsv") if not row["valid_to"]]
    return len(provinces), len(rows("communes.tsv"))


def clauses_on(figures: Figures, gigabytes: float) -> int:
    """How many clauses a machine of so much memory holds."""
    return figures.line("memory").reaches((gigabytes - SYSTEM) * GB)


def one_machine(figures: Figures) -> int:
    """Where one machine ends by time: a question takes ``PATIENCE`` of one processor."""
    return figures.line("search").reaches(PATIENCE)


def core_hours(figures: Figures, clauses: float, scanned: bool, milvus: bool) -> float:
    """Reading, segmenting, encoding and indexing so many clauses once."""
    each = sum(v for k, v in figures.seconds.items() if k != "publish" or milvus)
    if scanned:
        each += figures.page_read * figures.pages_a_clause
    return clauses * each / 3600


def main() -> None:
    """Measure when asked to; write the page."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--measure", action="store_true")
    parser.add_argument("--passages", type=int, nargs=2, default=[6_000, 24_000])
    parser.add_argument("--index", type=Path)
    given = parser.parse_args()
    from tests.bench import weighing

    if given.measure:
        weighing.weigh(*given.passages).keep()
    if given.index:
        replace(Figures.load(), grown=weighing.grown(given.index)).keep()
    PAGE.write_text(page(Figures.load(), *places()), encoding="utf-8")


def page(figures: Figures, provinces: int, communes: int) -> str:
    """The whole page."""
    year = Year.of(figures, provinces, communes)
    parts = (
        _head(figures),
        _each(figures),
        _nodes(figures),
        _ends(figures),
        _vietnam(figures, year),
    )
    return "\n".join(line for part in parts for line in part)


def _head(figures: Figures) -> list[str]:
    levels = " and ".join(
        f"{figures.clauses_a_plan[k]:.0f} ({figures.plans[k]} plans of a {k})"
        for k in ("province", "commune")
    )
    small, large = figures.sizes
    grown = f", memory and searching through one of {figures.grown[0]:,}" if figures.grown else ""
    told = (
        f"Written by `python -m tests.bench.capacity` from figures measured on {figures.day} "
        f"({figures.machine}), kept in `docs/capacity.json`. Clauses are counted as the index "
        f"counts them: real plans have {levels}, and {figures.passages_a_clause:.2f} of a clause "
        "is a searchable passage. What grows with the index is a straight line through two "
        f"indexes of recombined real plans, of {small:,} and {large:,} clauses{grown}: far beyond "
        "these it is an estimate, told with two figures."
    )
    return ["# How much fits where", "", *textwrap.wrap(told, 110), ""]


_BYTES = {
    "store": "store (SQLite)",
    "outlines": "outlines (what ranking reads)",
    "lexical": "words (tantivy)",
    "vectors": "vectors",
    "codes": "codes of the vectors (beyond 100,000 passages)",
    "milvus": "collection of Milvus, on disk (in a file of Milvus Lite)",
}
_SECONDS = {
    "read": "read and segment (text)",
    "encode": "encode (bundled model)",
    "index": "index (everything else of a build)",
    "publish": "publish to Milvus",
}


def _each(figures: Figures) -> list[str]:
    memory = figures.line("memory")
    return [
        "| one clause takes | |",
        "|---|---|",
        *(f"| {name} | {figures.bytes[key]:,.0f} bytes |" for key, name in _BYTES.items()),
        *(
            f"| {name} | {1e6 * figures.seconds[k]:,.0f} µs of a core |"
            for k, name in _SECONDS.items()
        ),
        f"| memory of a service | {memory.each:,.0f} bytes, over {memory.fixed / 2**20:,.0f} MB |",
        "",
        "Memory is what a service holds after some questions, less the vectors: those, and the",
        "store, are read here and there, and want a disk that is quick at it.",
        f"A page of a scan takes {figures.page_read:.1f} s of a core to read.",
        "",
    ]


def _nodes(figures: Figures) -> list[str]:
    each = sum(v for k, v in figures.bytes.items() if k != "milvus")
    rows = []
    for node in NODES:
        count = clauses_on(figures, node)
        seconds = figures.line("search").fixed + figures.line("search").each * count
        disk = f"{about(count * each / GB)} GB"
        far = beyond(figures, count)
        rows.append(f"| {node} GB | {about(count)} | {disk} | {seconds:.2f} s | {far} |")
    return [
        f"| memory ({SYSTEM} GB of it the system's) | clauses | their disk | a search, of a core "
        "| beside the largest measured |",
        "|---|---|---|---|---|",
        *rows,
        "",
    ]


def _ends(figures: Figures) -> list[str]:
    alone, lite = one_machine(figures), figures.line("lite").reaches(PATIENCE)
    low, high = figures.search[0], figures.grown[2] if figures.grown else figures.search[1]
    (small, large), most = figures.sizes, _largest(figures)
    paragraphs = (
        f"**One machine ends** at some {about(alone)} clauses: there a search would take "
        f"{PATIENCE} s of a core, and need {_memory(figures, alone)} GB of memory. No such index "
        f"was measured: a straight line goes through {low:.3f} s at {small:,} clauses and "
        f"{high:.3f} s at {most:,}, and on to {about(alone / most)} times the larger. Beyond, "
        "Milvus does the searching and any number of services the answering.",
        f"**Milvus Lite must become a server** at some {about(lite, 1)} clauses, where a search "
        f"over it takes {PATIENCE} s. Two sizes were measured, once each ({figures.lite[0]:.2f} s "
        f"at {small:,} clauses, {figures.lite[1]:.2f} s at {large:,}): the line through them tells "
        "no more than the order. It must become one before that when two processes are to read: "
        "it opens for one.",
    )
    return [line for told in paragraphs for line in (*textwrap.wrap(told, 110), "")]


def beyond(figures: Figures, clauses: float) -> str:
    """How far ``clauses`` are from what was measured."""
    times = clauses / _largest(figures)
    return f"{about(times)} times it" if times >= 1.05 else "within it" if times < 0.95 else "it"


def _largest(figures: Figures) -> int:
    return figures.grown[0] if figures.grown else figures.sizes[1]


def _memory(figures: Figures, clauses: float) -> str:
    line = figures.line("memory")
    return about((line.fixed + line.each * clauses) / GB + SYSTEM)


def _vietnam(figures: Figures, year: Year) -> list[str]:
    local = sum(v for k, v in figures.bytes.items() if k != "milvus")
    milvus = year.total * figures.bytes["milvus"] / GB
    shards = year.total * local / GB
    machines = math.ceil(milvus / (NODES[-1] - SYSTEM))
    sending = year.total * figures.seconds["publish"] / 3600
    hours = [core_hours(figures, year.total, scanned, True) for scanned in (False, True)]
    return [
        f"**A year of Vietnam**: {PLANS_A_YEAR} plans of each of "
        f"{year.plans['province'] // PLANS_A_YEAR} provinces and "
        f"{year.plans['commune'] // PLANS_A_YEAR:,} communes,",
        f"{sum(year.plans.values()):,} plans, some {about(year.total)} clauses.",
        "",
        "| | all text | all scans |",
        "|---|---|---|",
        f"| core-hours, read to published | {about(hours[0])} | {about(hours[1])} |",
        f"| days on 8 cores | {about(hours[0] / 8 / 24)} | {about(hours[1] / 8 / 24)} |",
        f"| hours that the one who publishes sends | {about(sending)} | the same |",
        f"| disk, one generation: shards / Milvus Lite's file "
        f"| {about(shards)} / {about(milvus)} GB | the same |",
        f"| machines of {NODES[-1]} GB, did a server of Milvus hold in memory what that file takes "
        f"on disk (what it does hold was not measured) | {machines} | the same |",
        f"| provinces' plans alone, on one machine | {about(year.clauses['province'])} clauses, "
        f"{_memory(figures, year.clauses['province'])} GB of memory | the same |",
        "",
    ]


if __name__ == "__main__":
    main()
