"""What the question page shows: filters, rows of answers, quotations, passages."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, get_args

from indexer.documents import DocumentInfo, Level
from indexer.errors import BadQuestion
from service.answers import Answers, Citation, DocumentAnswer, DocumentRef
from service.api.inputs import clean
from service.web.links import State, href
from service.web.messages import Lang, say, spoken, term

if TYPE_CHECKING:
    from indexer.index.protocol import Index

LEVELS: tuple[str, ...] = get_args(Level)

#: Up to here the plans that say nothing are listed openly; beyond, they are folded away.
FEW = 6

#: So many documents show their quotations at once; those of the others open at a touch.
OPEN = 3
_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_KIND = re.compile(r"^(?:tỉnh|thành phố|thị xã|thị trấn|xã|phường|đặc khu)\s+", re.IGNORECASE)
_IDLE = re.compile(r"[\s?.!;:]+$")


@dataclass(frozen=True, slots=True)
class Filters:
    """Where to look, as it stands in the address."""

    locality: str | None = None
    level: str | None = None
    year: int | None = None
    without: tuple[str, ...] = ()
    literal: bool = False

    @property
    def any(self) -> bool:
        """Whether anything is left out."""
        return bool(self.locality or self.level or self.year)

    def state(self, literal: bool = False) -> dict[str, State]:
        """The filters as parts of an address, and what of the question is ignored."""
        typed = "1" if self.literal or literal else None
        return self.chosen() | {"without": self.without, "literal": typed}

    def chosen(self) -> dict[str, State]:
        """The filters that were chosen, not named by the question."""
        return {"locality": self.locality, "level": self.level, "year": self.year}


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a filter."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force, and the address without it; ``note``: what became of the place named."""

    label: str
    href: str
    note: str | None = None


def filters(
    locality: str, level: str, year: str, without: Sequence[str] = (), literal: bool = False
) -> Filters:
    """Read the filters; an empty one is none. Raises ``BadQuestion`` naming the one at fault."""
    place = clean(locality)
    if len(place) > 200:
        raise _bad("locality", place[:40] + "…")
    if level and level not in LEVELS:
        raise _bad("level", clean(level)[:40])
    if year and not (year.isascii() and year.isdigit() and len(year) == 4):
        raise _bad("year", clean(year)[:40])
    ignored = tuple(clean(name)[:200] for name in without)
    return Filters(place or None, level or None, int(year) if year else None, ignored, literal)


def _bad(name: str, value: str) -> BadQuestion:
    return BadQuestion(say("vi", "bad_filter", name=name, value=value), name)


def options(
    infos: Sequence[DocumentInfo], chosen: Filters, lang: Lang
) -> dict[str, tuple[Option, ...]]:
    """Return the choices that the documents held give."""
    places = {i.locality_id or i.locality: i.locality for i in infos if i.locality}
    levels = [level for level in LEVELS if any(i.level == level for i in infos)]
    years = sorted({i.year for i in infos if i.year}, reverse=True)
    named = sorted(places.items(), key=lambda pair: pair[1] or "")
    return {
        "locality": tuple(Option(k or "", v or "", k == chosen.locality) for k, v in named),
        "level": tuple(Option(v, term(lang, "level", v), v == chosen.level) for v in levels),
        "year": tuple(Option(str(y), str(y), y == chosen.year) for y in years),
    }


def chips(
    q: str, chosen: Filters, choices: dict[str, tuple[Option, ...]], lang: Lang
) -> tuple[Chip, ...]:
    """Return the filters in force, each with the way out of it."""
    out = []
    for name, value in chosen.chosen().items():
        if value:
            labels = [o.label for o in choices[name] if o.chosen]
            rest = {key: kept for key, kept in chosen.state().items() if key != name}
            out.append(Chip(labels[0] if labels else str(value), href("/", lang, q=q, **rest)))
    return tuple(out)


def named(q: str, chosen: Filters, answers: Answers, lang: Lang) -> tuple[Chip, ...]:
    """Return the filters that the question itself names, each with the way to ask without it."""
    out = []
    for one in answers.filters:
        if one.origin == "question":
            label = term(lang, "level", one.value) if one.kind == "level" else one.said
            label = say(lang, "except", name=label) if one.excluded else label
            state = chosen.state() | {"without": (*chosen.without, f"{one.kind}:{one.value}")}
            note = spoken(lang, one.note) if one.note else None
            source = f" ({one.source})" if one.source else ""
            out.append(Chip(label, href("/", lang, q=q, **state), note and note + source))
    return tuple(out)


def left(chosen: Filters, answers: Answers) -> Filters:
    """Return the filters that a follow-up left in force."""
    kinds = {one.kind for one in answers.filters if one.origin == "request"}
    return Filters(
        chosen.locality if "locality" in kinds else None,
        chosen.level if "level" in kinds else None,
        chosen.year if "year" in kinds else None,
        literal=chosen.literal,
    )


def onward(q: str, chosen: Filters, answers: Answers, lang: Lang) -> str | None:
    """Return the address that asks the same of the other provinces, where a place is meant."""
    if not any(one.kind == "locality" and not one.excluded for one in answers.filters):
        return None
    state = chosen.state() | {"previous": q, "without": ()}
    return href("/", lang, q=say(lang, "other_provinces_q"), **state)


def split(answers: Answers) -> tuple[list[DocumentAnswer], list[DocumentAnswer]]:
    """Return the documents that answer, and those that do not."""
    found = [answer for answer in answers.answers if answer.found]
    return found, [answer for answer in answers.answers if not answer.found]


def restored(typed: str, understood: str) -> str | None:
    """Return what is being looked for where it is not simply what was typed.

    >>> restored("Khám sức khỏe?", "khám sức khỏe")
    >>> restored("kham suc khoe", "khám sức khỏe")
    'khám sức khỏe'
    """
    return understood if _bare(understood) not in {"", _bare(typed)} else None


def _bare(text: str) -> str:
    return _IDLE.sub("", clean(text)).casefold()


def is_same_place(document: DocumentRef) -> bool:
    """Whether its place goes on under its name, as a city or a ward perhaps; no district does."""
    before, now = document.locality or "", document.locality_today or ""
    return document.level != "district" and _KIND.sub("", before) == _KIND.sub("", now) != ""


def day(date: str | None) -> str | None:
    """Return a date as it is written in Vietnam, as far as it is known.

    >>> day("2021-11-01"), day("2023-02"), day("đầu năm")
    ('01/11/2021', '02/2023', 'đầu năm')
    """
    found = _DATE.fullmatch(date or "")
    return "/".join(reversed([g for g in found.groups() if g])) if found else date


def reference(document: DocumentRef, lang: Lang, page: int | None = None) -> str:
    """Return how officials cite it: number, date, issuer, page; what is not known is left out."""
    parts = [
        say(lang, "number", number=document.number) if document.number else None,
        day(document.date) or (str(document.year) if document.year else None),
        document.issuer,
        say(lang, "page", n=page) if page else None,
    ]
    return " · ".join(part for part in parts if part)


def sourcing(index: Index, lang: Lang) -> Callable[[DocumentRef, Citation], str]:
    """Return how a quotation's source is written; a page is told where the source has pages."""

    @cache
    def paged(document: str) -> bool:
        return len(index.pages(document)) > 1

    def source(document: DocumentRef, citation: Citation) -> str:
        return reference(document, lang, citation.page if paged(document.id) else None)

    return source
