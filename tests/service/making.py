"""Questions, passages and candidates, written by hand in a line."""

from __future__ import annotations

from dataclasses import asdict, replace
from functools import cache
from types import SimpleNamespace
from typing import Any

import numpy as np

from indexer.accents import AccentModel
from indexer.documents import (
    Agency,
    Clause,
    Deadline,
    DocumentInfo,
    Facts,
    Funding,
    Law,
    Role,
    Span,
    Target,
)
from indexer.index import Passage, outline
from indexer.index.outlines import Outlines
from service.query.places import Known
from service.query.question import Question, understand
from service.retrieve import ranking, shares, sieve
from service.retrieve.evidence import Features
from service.retrieve.hybrid import Candidate
from service.retrieve.shelf import Shelf
from service.retrieve.titles import Titles

PLACES = tuple(Known(slug.replace("-", " "), slug) for slug in ("ca-mau", "hai-duong", "hai-phong"))
INFO = DocumentInfo(
    id="hai-duong-2023",
    title="Kế hoạch giảm thiểu rác thải nhựa năm 2023",
    source="hai-duong-2023.md",
    sha256="0" * 64,
    format="markdown",
    chars=1000,
    level="province",
    locality="Hải Dương",
    locality_id="hai-duong",
    province="Hải Dương",
    province_id="hai-duong",
    issuer="Ủy ban nhân dân tỉnh Hải Dương",
    number="1245/KH-UBND",
    date="2023-05-12",
    year=2023,
    signer="Trần Văn Mẫu",
)


@cache
def _accents() -> AccentModel:
    return AccentModel.general()


def question(text: str, lang: str | None = None) -> Question:
    """``text`` understood, without any index."""
    return understand(text, _accents(), PLACES, lang)


def passage(
    text: str,
    *facts: Agency | Target | Deadline | Law | Funding,
    context: tuple[str, ...] = (),
    row: int = 0,
    document: str = INFO.id,
    **clause: Any,
) -> Passage:
    """A passage that begins its document; ``facts`` as ``agency``, ``target``… below make them."""
    known = Facts(
        agencies=tuple(f for f in facts if isinstance(f, Agency)),
        targets=tuple(f for f in facts if isinstance(f, Target)),
        deadlines=tuple(f for f in facts if isinstance(f, Deadline)),
        laws=tuple(f for f in facts if isinstance(f, Law)),
        funding=tuple(f for f in facts if isinstance(f, Funding)),
    )
    given: dict[str, Any] = {"path": "V.1", "kind": "clause", "part": "plan"} | clause
    at = len(text)
    opened = Clause(
        parent=None,
        marker="",
        title=None,
        start=0,
        end=at,
        own_end=at,
        page=1,
        order=0,
        facts=known,
        **given,
    )
    return Passage(row, document, opened, context, text)


def agency(name: str, role: Role | None = "lead", inherited: bool = False) -> Agency:
    """A body named by a passage."""
    return Agency(name, name, role, inherited, None)


def target(text: str, quote: str, unit: str = "%") -> Target:
    """The figure ``quote`` of ``text``."""
    return Target(1.0, None, "=", unit, quote, _span(text, quote))


def deadline(text: str, quote: str, kind: str = "date") -> Deadline:
    """The date ``quote`` of ``text``."""
    return Deadline(quote, kind, _span(text, quote))


def law(text: str, number: str) -> Law:
    """The document ``number`` that ``text`` cites."""
    return Law(number, None, None, None, _span(text, number))


def funding(text: str, quote: str, amount: float | None = None) -> Funding:
    """The source or amount ``quote`` of ``text``."""
    return Funding(quote, amount, _span(text, quote))


def _span(text: str, quote: str) -> Span:
    start = text.index(quote)
    return Span(start, start + len(quote))


def features(
    asked: Question,
    found: Passage,
    info: DocumentInfo = INFO,
    frequency: dict[str, int] | None = None,
    size: int = 100,
    dense: float = 0.5,
) -> Features:
    """The features of ``found``, every term of the question in one clause unless said otherwise."""
    seen = dict.fromkeys(shares.wanted_terms(asked), 1) if frequency is None else frequency
    titles = Titles(SimpleNamespace(documents=lambda: [info]))  # type: ignore[arg-type]
    known = {"lexical": np.array([0.5]), "dense": np.array([dense])}
    weight = shares.weights(asked, seen, size)
    mine = replace(found, document=info.id)
    told = sieve.sifted(asked, weight, shelf(mine), titles, known)
    return told.read(asked, {0: mine}, [info])[0]


def shelf(found: Passage) -> Shelf:
    """``found`` as an index tells of it."""
    clause = outline.told(asdict(found.clause))
    numbers = outline.numbers_of(clause, found.context, found.text)
    return Shelf.of(Outlines.of([found.document], [clause.names], [numbers]))


def candidate(asked: Question, found: Passage, info: DocumentInfo = INFO) -> Candidate:
    """``found`` as retrieval would hand it on."""
    given = features(asked, found, info)
    return Candidate(found, given, ranking.scorer(asked)(given))
