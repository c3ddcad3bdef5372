"""The documents that a passage cites: which of them a question means, and what they are called."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from indexer.documents import Clause, DocumentInfo, Law
from indexer.index import Passage
from indexer.text import fold_chars, number_token, terms
from service import numbers
from service.asked import ENGLISH_KINDS, asked
from service.question import Question

#: How many are told at most.
MOST = 6
_ENGLISH = {**ENGLISH_KINDS, "plan": "ke hoach", "guidelines": "huong dan", "dispatch": "cong van"}
_KINDS = (*_ENGLISH.values(), "quy che", "cong dien", "to trinh")
#: The kind of a document, and where one stands behind, its number without its code.
_KIND = re.compile(
    rf"\b(?:(?P<kind>{'|'.join(_KINDS)})|(?P<english>{'|'.join(_ENGLISH)}))\b"
    r"(?: (?:so |no\.? )?0*(?P<number>\d{1,4})(?:(?![\d/-])|(?P<coded>(?=(?:/\d{4})?[/-][a-z]))))?"
)
_DAY = re.compile(r"\d{1,2}(?: tháng |\s?[/.-]\s?)\d{1,2}(?: năm |\s?[/.-]\s?)\d{4}")
#: A number without its zeros and its code.
_BARE = re.compile(r"0*(\d+)")
#: Right before the document that a clause is part of, not one that it rests on.
_ANNEXED = re.compile(r"kèm theo\s+$")
_ARTICLE_ASKED = re.compile(r"\bdieu (?:nao|may|bao nhieu)\b|\barticle\b")
#: "khoản 2 Điều 9 Nghị định số " just before the number of the decree.
_ARTICLE = re.compile(r"(?:(?:điểm \w{1,2},? )?khoản \d+\w?,? )?Điều \d+\w?[^.;\n]{0,40}$", re.I)


def laws_asked(question: Question, clause: Clause) -> list[Law]:
    """The documents cited that the question means: by number, by kind, else any."""
    laws = list(clause.facts.laws)
    wanted = asked(question.reading)
    if wanted.cited:
        laws = [law for law in laws if any(_is_cited(law, *one) for one in wanted.cited)]
    elif wanted.law:
        laws = [law for law in laws if fold_chars(law.kind or "").endswith(wanted.law)]
    return laws


def _is_cited(law: Law, kind: str, number: str) -> bool:
    own = _BARE.match(law.number)
    alike = law.kind is None or fold_chars(law.kind) == kind
    return alike and own is not None and own[1] == number.lstrip("0")


def bases(question: Question, passage: Passage) -> list[Law]:
    """Those of ``laws_asked`` that the passage rests on, not the one it is annexed to.

    All of them where the question names a document by its number.
    """
    laws, start = laws_asked(question, passage.clause), passage.clause.start
    if question.numbers:
        return laws
    return [law for law in laws if not _ANNEXED.search(passage.text[: law.span.start - start])]


def of_another(question: Question, passage: Passage, info: DocumentInfo) -> list[Law] | None:
    """Those cited of the kind or number that the question names first, the likeliest first.

    None where it asks of the plan itself ("Kế hoạch thực hiện Chỉ thị 30 số mấy?"), or names a kind
    alone of which none is cited: a plan may be issued by a decision. [] where it gives the number
    of a document that the passage does not cite.
    """
    first = _first(question.text)
    if first is None or _is_own(first, question, info):
        return None
    laws = [law for law in laws_asked(question, passage.clause) if is_of_kind(law, first.kind)]
    if first.coded:
        laws = [law for law in laws if number_token(law.number) in numbers.tokens(question.text)]
    bare = ((law, _BARE.match(law.number)) for law in laws)
    laws = [law for law, own in bare if own and first.number in (None, own[1])]
    return likeliest(question, passage, laws) if laws or first.number else None


class _First(NamedTuple):
    """The folded kind that a question names first, the number behind it, whether with its code."""

    kind: str
    number: str | None
    coded: bool


@lru_cache(maxsize=1024)
def _first(text: str) -> _First | None:
    """Of "Chỉ thị 007" the number is "7"."""
    found = _KIND.search(fold_chars(text))
    if found is None:
        return None
    kind = found["kind"] or _ENGLISH[found["english"]]
    return _First(kind, found["number"], found["coded"] is not None)


def _is_own(first: _First, question: Question, info: DocumentInfo) -> bool:
    """Whether what a question names first is the plan, or the decision that issues it."""
    by_decision = first.kind == "quyet dinh" and "/QĐ-" in (info.number or "")
    if first.coded:
        return number_token(info.number or "") in numbers.tokens(question.text)
    if by_decision and (own := _BARE.match(info.number or "")):
        return first.number in (None, own[1])
    return first.kind == fold_chars(info.doctype or "Kế hoạch")


def is_of_kind(law: Law, kind: str) -> bool:
    """By the word before its number, else by the letters of its code: "924/QC-SXD"."""
    if law.kind:
        return fold_chars(law.kind).endswith(kind)
    letters = "".join(word[0] for word in kind.split())
    return bool(re.match(rf"\d+\W+{letters}\b", fold_chars(law.number)))


def told(question: Question, passage: Passage, info: DocumentInfo) -> str | None:
    """The document asked for by number, and no other; else those cited, the likeliest first.

    A plan's own number in the question says which plan is meant, not what it cites.
    """
    laws = bases(question, passage) or passage.clause.facts.laws
    wanted = set(question.numbers) - {number_token(info.number or "")}
    if wanted:
        return next((law.number for law in laws if number_token(law.number) in wanted), None)
    base = passage.clause.start
    laws = likeliest(question, passage, laws)[:MOST]
    named = [called(law, passage.text, base) for law in laws]
    if _ARTICLE_ASKED.search(fold_chars(question.text)):
        spans = [law.span for law in laws]
        named = [_with_article(passage.text, s.start - base, s.end - base) for s in spans]
    return "; ".join(dict.fromkeys(named)) or None


def likeliest(question: Question, passage: Passage, laws: Sequence[Law]) -> list[Law]:
    """Documents cited, first those around which most words of the question stand."""
    if len(laws) < 2:
        return list(laws)
    base, subject = passage.clause.start, set(question.content)

    def shared(law: Law) -> int:
        around = passage.text[max(0, law.span.start - base - 60) :][:220]
        return len(subject.intersection(terms(around)))

    return sorted(laws, key=shared, reverse=True)


def called(law: Law, text: str, base: int) -> str:
    """A document's number, of a law with the name before it where that stands beside it."""
    start = law.span.start - base
    end = text.find(law.number, start) if law.name and law.number else -1
    named = end >= 0 and law.name and text.startswith(law.name, start)
    return text[start : end + len(law.number)] if named else law.number or law.name or ""


def _with_article(text: str, start: int, end: int) -> str:
    """A document cited, from its article on where one stands before it."""
    article = _ARTICLE.search(text[:start])
    return text[article.start() if article else start : end]


def day(law: Law, passage: Passage) -> str | None:
    """The day of a document cited as the passage writes it; None where it does not."""
    base = passage.clause.start
    found = _DAY.search(passage.text, law.span.start - base, law.span.end - base)
    return found.group() if found else None
