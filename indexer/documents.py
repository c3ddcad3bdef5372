"""The types everyone speaks: documents, pages, clauses, facts.

Offsets are Python ``str`` indices (code points) into a document's *canonical text*, end exclusive.
The canonical text is the clean reading text a reader produced: NFC, Markdown marks and page
furniture removed, wrapped lines joined, one paragraph or table row per line. A quotation is
therefore literally ``text[start:end]``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Role = Literal["lead", "coordinate", "perform", "requested"]
Level = Literal["province", "district", "commune", "central"]
Part = Literal["front", "decision", "plan", "back", "appendix"]

#: Kinds of clause, as in the gold grammar of paths; ``row`` is one row of a table.
Kind = Literal[
    "section",
    "clause",
    "subclause",
    "point",
    "bullet",
    "para",
    "closing",
    "article",
    "appendix",
    "row",
    "front",
    "back",
]


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range ``[start, end)`` of the canonical text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: [{self.start}, {self.end})")


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the source: its number (from 1), its range, and how its text was obtained."""

    number: int
    start: int
    end: int
    obtained: str


@dataclass(frozen=True, slots=True)
class Agency:
    """A body named by a clause. ``inherited``: it stands in a heading above, not here.

    ``name`` is the reference table's name where the table has one, else as written.
    ``span`` is where it is written (perhaps in the ancestor), None when only implied.
    ``partner``: one to work with ("phối hợp với X"), not the one the duty is given to.
    ``assigned_in``: path of the clause that gives the duty by reference ("các nhiệm vụ tại mục
    II").
    """

    name: str
    as_written: str
    role: Role | None
    inherited: bool = False
    span: Span | None = None
    partner: bool = False
    assigned_in: str | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """A figure to reach: ``quote`` as written ("Ít nhất 70%").

    ``op`` is one of = >= <= aim increase increase>= decrease. ``of``: what is counted, as written,
    "" when the clause does not say; ``by``: the year to reach it in, here or in a heading above.
    """

    value: float
    value_max: float | None
    op: str
    unit: str
    quote: str
    span: Span
    of: str = ""
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """A date, period or reporting cycle as written; ``kind`` is date, period or cycle."""

    text: str
    kind: str
    span: Span


@dataclass(frozen=True, slots=True)
class Law:
    """A document cited by number ("1629/QĐ-TTg") or a law by name, with what stands beside it.

    ``number`` is "" for a law cited by ``name`` alone. ``date`` as far as it is known: "2021",
    "2021-09-28". ``issuer`` as written, else whom the number's code stands for.
    """

    number: str
    kind: str | None
    date: str | None
    issuer: str | None
    span: Span
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Funding:
    """A source of money or an amount, as written; ``amount`` in đồng where a figure is given."""

    text: str
    amount: float | None
    span: Span


@dataclass(frozen=True, slots=True)
class Facts:
    """What one clause states."""

    agencies: tuple[Agency, ...] = ()
    targets: tuple[Target, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    laws: tuple[Law, ...] = ()
    funding: tuple[Funding, ...] = ()


@dataclass(frozen=True, slots=True)
class PageBox:
    """A line of a clause on its page: percent of width and height, origin top left."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Clause:
    """One unit of a document's tree; ``[start, own_end)`` is its own text, ``[start, end)`` all.

    ``path`` follows the grammar of paths ("V.1.đ", "III.4.1.-1", "VI.3.p1", "PL1.r3").
    ``title`` is the heading's text without its marker, None when the unit has no heading.
    ``header`` holds the column names of the table a row stands in. ``boxes``: where the lines of
    its own text stand, for sources that have pages.
    """

    path: str
    parent: str | None
    kind: Kind
    part: Part
    marker: str
    title: str | None
    start: int
    end: int
    own_end: int
    page: int
    order: int
    header: tuple[str, ...] = ()
    facts: Facts = field(default_factory=Facts)
    boxes: tuple[PageBox, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """What is known of a document. ``locality`` and ``province`` are as of its day.

    ``parent``: the number of the decision that promulgates the plan, or that it carries out.
    """

    id: str
    title: str
    source: str
    sha256: str
    format: str
    chars: int
    doctype: str | None = None
    is_plan: bool = True
    level: Level | None = None
    locality: str | None = None
    locality_id: str | None = None
    province: str | None = None
    province_id: str | None = None
    issuer: str | None = None
    number: str | None = None
    date: str | None = None
    year: int | None = None
    year_to: int | None = None
    signer: str | None = None
    digest: bool = False
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A document read, segmented and understood: what a build stores."""

    info: DocumentInfo
    text: str
    pages: tuple[Page, ...]
    clauses: tuple[Clause, ...]
    problems: tuple[str, ...] = ()
