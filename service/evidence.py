"""How well one passage speaks of what was asked: the features that ranking and silence rest on.

All are shares in [0, 1] or flags, so that weights can be read. Words are compared folded.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache

from indexer.documents import Clause, DocumentInfo
from indexer.index import Passage
from indexer.text import fold_chars, number_token, terms
from service.question import Question

_AIMS = re.compile(r"muc dich|yeu cau|quan diem|nguyen tac")
_FUNDS = re.compile(r"kinh phi|nguon luc|ngan sach|du toan")
_DUTIES = re.compile(r"to chuc thuc hien|phan cong|trach nhiem|nhiem vu|giai phap|phu luc|danh muc")
_DATE = re.compile(r"\d{1,2}/\d{1,2}|\d{1,2} tháng|[Qq]u[ýíy] [IV\d]|năm \d{4}")
_DATELINE = re.compile(r"ngay\s*\d*\s*thang\s*\d*\s*nam|ngay ban hanh")
_GOALS = re.compile(r"chi tieu|muc tieu")


@dataclass(frozen=True, slots=True)
class Features:
    """One passage against one question.

    ``lexical``: BM25 over the best of this question; ``dense``: cosine, clipped at 0;
    ``words``/``pairs``: idf-weighted share of the question's content words and adjacent pairs
    that stand in the passage itself; ``context``: share of words in passage or headings;
    ``head``: share of the words and pairs that say what is done;
    ``title``: share of words in the document's title; ``states``: the fact asked for is there;
    ``led``: its agency leads or performs; ``named``: a cited number asked for is there.
    """

    lexical: float
    dense: float
    words: float
    pairs: float
    context: float
    context_pairs: float
    strict: float
    head: float
    whole: float
    heading: float
    title: float
    states: float
    led: float
    named: float
    addressed: float
    aims: float
    goals: float
    funds: float
    duties: float
    front: float
    back: float
    row: float
    short: float

    def named_values(self) -> list[tuple[str, float]]:
        """``(name, value)`` in the order of the fields."""
        return [(f.name, getattr(self, f.name)) for f in fields(self)]


@dataclass(frozen=True, slots=True)
class Weights:
    """Inverse document frequencies of the question's words and pairs in this index."""

    words: Mapping[str, float]
    pairs: Mapping[str, float]
    strict: Mapping[str, float]
    head: Mapping[str, float]


def weights(question: Question, frequency: Mapping[str, int], size: int) -> Weights:
    """Idf weights; a pair no clause holds is no evidence for or against and is left out."""
    pairs = _pairs(question)
    return Weights(
        {w: _idf(frequency.get(w, 0), size) for w in question.content},
        {p: _idf(frequency[p], size) for p in pairs if frequency.get(p)},
        {p: _idf(frequency.get(p, 0), size) for p in pairs},
        {t: _idf(frequency.get(t, 0), size) for t in _head(question)},
    )


def wanted_terms(question: Question) -> set[str]:
    """Every index term whose frequency ``weights`` needs."""
    return {*question.content, *_pairs(question), *_head(question)}


def _head(question: Question) -> set[str]:
    head = question.head
    return {*head, *(f"{a}_{b}" for a, b in zip(head, head[1:], strict=False))}


def _pairs(question: Question) -> set[str]:
    return {f"{a}_{b}" for a, b in zip(question.content, question.content[1:], strict=False)}


@lru_cache(maxsize=32768)
def term_set(text: str) -> frozenset[str]:
    """The index terms of a passage or heading; the same ones are asked for again and again."""
    return frozenset(terms(text))


def _idf(frequency: int, size: int) -> float:
    return math.log(1 + (size + 0.5) / (frequency + 0.5))


def features(
    question: Question,
    passage: Passage,
    weight: Weights,
    info: DocumentInfo,
    lexical: float,
    dense: float,
) -> Features:
    """All features of one passage of the document ``info``."""
    title = term_set(info.title)
    own = _with_synonyms(question, term_set(passage.text))
    above = term_set(" / ".join((*passage.context, *passage.clause.header)))
    headings = fold_chars(" / ".join(passage.context))
    clause = passage.clause
    return Features(
        lexical=lexical,
        dense=max(0.0, dense),
        words=_share(weight.words, own),
        pairs=_share(weight.pairs, own),
        context=_share(weight.words, own | above),
        context_pairs=_share(weight.pairs, own | above),
        strict=_share(weight.strict, own | above | title),
        head=_share(weight.head, own),
        whole=_share(weight.words, own | above | title),
        heading=_share(weight.words, term_set(passage.context[-1]) if passage.context else frozenset()),
        title=_share(weight.words, title),
        states=float(states(question, passage, info, headings)),
        led=float(any(a.role in ("lead", "perform", "requested") for a in clause.facts.agencies)),
        named=_named(question, clause),
        addressed=_share(weight.words, _addressees(clause)),
        aims=float(bool(_AIMS.search(headings))),
        goals=float(bool(_GOALS.search(headings))),
        funds=float(bool(_FUNDS.search(headings))),
        duties=float(bool(_DUTIES.search(headings))),
        front=float(clause.part == "front"),
        back=float(clause.part == "back"),
        row=float(clause.kind == "row"),
        short=float(len(passage.text) < 60),
    )


def _with_synonyms(question: Question, present: frozenset[str]) -> frozenset[str]:
    """The terms present, and those of the question that a synonym present stands for."""
    stood_for = [
        s.terms for s in question.synonyms if any(other <= present for other in s.others)
    ]
    return present.union(*stood_for) if stood_for else present


def _share(weight: Mapping[str, float], present: frozenset[str]) -> float:
    total = sum(weight.values())
    return sum(v for w, v in weight.items() if w in present) / total if total else 0.0


def _addressees(clause: Clause) -> frozenset[str]:
    """The words of the bodies the clause addresses."""
    names = [a.as_written for a in clause.facts.agencies if a.role]
    return term_set("; ".join(names)) if names else frozenset()


def _named(question: Question, clause: Clause) -> float:
    """The share of document numbers in the question that the clause cites."""
    if not question.numbers:
        return 0.0
    cited = {number_token(law.number) for law in clause.facts.laws}
    return sum(n in cited for n in question.numbers) / len(question.numbers)


def states(question: Question, passage: Passage, info: DocumentInfo, headings: str) -> bool:
    """Whether the passage states a fact of the kind asked for."""
    clause, facts = passage.clause, passage.clause.facts
    match question.intent:
        case "agency":
            return any(a.role for a in facts.agencies)
        case "target":
            return _figure_asked(question, passage)
        case "deadline":
            return bool(_DATE.search(passage.text)) or bool(facts.deadlines)
        case "legal":
            return bool(facts.laws)
        case "funding":
            if _HOW_MUCH.search(fold_chars(question.text)):
                return _figure_asked(question, passage)
            return bool(facts.funding) or bool(_FUNDS.search(headings))
        case "metadata":
            return metadata_states(question, passage.text, info, clause.part)
        case _:
            return clause.part in ("plan", "appendix", "decision")


_HOW_MUCH = re.compile(r"bao nhieu|tong|how much|how many|\bcost|billion")
_MONEY = re.compile(r"bao nhieu (?:tien|dong|ty|trieu)|tong kinh phi|chi phi|muc (?:phat|ho tro|chi|tro cap)|gia cuoc|how much (?:money|does)|\bcost|billion|\bfine\b")


def _figure_asked(question: Question, passage: Passage) -> bool:
    """A figure in the unit asked for: a share, money, or any figure."""
    folded = fold_chars(question.text)
    if re.search(r"phan tram|%|\bty le\b|\bti le\b|percent|\bshare\b|\brate\b", folded):
        return "%" in passage.text or "phần trăm" in passage.text
    if _MONEY.search(folded):
        return any(f.amount is not None for f in passage.clause.facts.funding) or bool(
            re.search(r"\d{1,3}(?:\.\d{3}){2,}", passage.text)
        )
    return bool(passage.clause.facts.targets) or bool(re.search(r"\d", passage.text))


def metadata_states(question: Question, text: str, info: DocumentInfo, part: str) -> bool:
    """Whether a header or signature holds what is asked: the signer, else number, date, issuer."""
    if part not in ("front", "back", "decision"):
        return False
    if asks_signer(question):
        return bool(info.signer and info.signer in text)
    folded = fold_chars(text)
    if re.search(r"\bso\b|number|so hieu|^\d+/", fold_chars(question.text)) and info.number:
        return info.number in text
    return part == "front" and bool(_DATELINE.search(folded))


def asks_signer(question: Question) -> bool:
    """Whether the signer is asked for."""
    return bool(re.search(r"\bai (?:da )?ky|nguoi ky|do ai ky|who signed|signed by|signer", fold_chars(question.text)))
