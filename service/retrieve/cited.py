"""The documents that a passage cites: which of them a question means, and what they are called."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from indexer import kinds
from indexer.documents import Clause, DocumentInfo, Law
from indexer.facts.laws import DAY
from indexer.index import Passage
from indexer.text import fold_chars, number_token, terms, words
from service.query import numbers
from service.query.asked import asked
from service.query.question import Question
from service.retrieve.sentences import head, tail

#: How many are told at most.
MOST = 6
#: The kind of a document, and where one stands behind, its number without its code.
_KIND = re.compile(
    rf"\b(?:(?P<kind>{'|'.join(kinds.CODES)})|(?P<english>{'|'.join(kinds.ENGLISH)}))\b"
    r"(?: (?:so |no\.? )?0*(?P<number>\d{1,4})(?:(?![\d/-])|(?P<coded>(?=(?:/\d{4})?[/-][a-z]))))?"
)
#: Who issued the document asked for: "Quyết định nào của Thủ tướng phê duyệt …".
_ISSUER_ASKED = re.compile(
    rf"\b(?:{'|'.join(kinds.CODES)})(?: (?:nao|gi|so may|so nao))? cua"
    r" (?:(?:bo truong|thong doc) )?(?P<issuer>(?:thu tuong|chinh phu|quoc hoi|bo|ban|uy ban"
    r"|hoi dong|tinh uy|thanh uy|dang uy)\b[\w ]*)"
)
_TITLE = re.compile(r"^(?:bo truong|thong doc|ban thuong vu) ")
#: So many words of a body's name are behind "của" at least: "của Thủ tướng phê duyệt …".
_TELLING = 2
#: Asks which plans rest on a law that is named.
_WHOSE_BASIS = re.compile(
    r"(?P<name>(?:bo luat|luat|phap lenh) [\w ,-]+?) (?:la|lam) (?:can cu|co so)(?: phap ly)?"
    r" (?:cua|cho|de xay dung|xay dung) (?:nhung |cac )?(?:ke hoach|van ban) nao\b"
    r"|(?:nhung |cac )?(?:ke hoach|van ban) nao (?:duoc )?(?:can cu|dua|xay dung tren co so)"
    r"(?: (?:vao|tren|theo))* (?P<after>(?:bo luat|luat|phap lenh) [\w ,-]+?)[\s?.!]*$"
)
#: Right before a document that says what stands before it: "… được phê duyệt tại Quyết định số".
_POINTS_BACK = re.compile(r"\b(?:tại|theo)\s+$")
#: How much words before and behind a document count, by whether it says what stands before it.
_SIDES = {True: (1.0, 0.2), False: (0.35, 1.0)}
#: Of documents cited those are told of which at least so much is said as of the likeliest.
_FAR = 0.75
#: A number without its zeros and its code.
_BARE = re.compile(r"0*(\d+)")
#: Right before the document that a clause is part of, not one that it rests on.
_ANNEXED = re.compile(r"kèm theo\s+$")
_ARTICLE_ASKED = re.compile(r"\bdieu (?:nao|may|bao nhieu)\b|\barticle\b")
#: "khoản 2 Điều 9 Nghị định số " just before the number of the decree.
_ARTICLE = re.compile(r"(?:(?:điểm \w{1,2},? )?khoản \d+\w?,? )?Điều \d+\w?[^.;\n]{0,40}$", re.I)
#: Characters before a document in which its article stands.
_BEFORE = 100


def laws_asked(question: Question, clause: Clause) -> list[Law]:
    """The documents cited that the question means: by name, of the kind asked for, by number."""
    laws, wanted = list(clause.facts.laws), asked(question.reading)
    if name := law_named(question):
        return [law for law in laws if is_called(law, name)]
    if wanted.law:
        alike = [law for law in _of_issuer(question, laws) if is_of_kind(law, wanted.law)]
        # "Nghị quyết nào thực hiện Nghị quyết 57?" gives the number of another.
        return [law for law in alike if not _by_number(question, law)] or alike
    return [law for law in laws if _by_number(question, law)] if wanted.cited else laws


def law_named(question: Question) -> str | None:
    """The folded name of the law in "Luật Thủy lợi là căn cứ của kế hoạch nào?"."""
    found = _WHOSE_BASIS.match(fold_chars(question.reading))
    return found["name"] or found["after"] if found else None


def is_called(law: Law, name: str) -> bool:
    """Whether a law has a name, of which some words may be left out at the end."""
    own = words(fold_chars(law.name or ""))
    return f" {' '.join(words(name))} " in f" {' '.join(own)} "


def cites(question: Question, clause: Clause) -> bool:
    """Whether a clause cites a document that the question names by kind and bare number."""
    named = asked(question.reading).cited
    return bool(named) and any(_by_number(question, law) for law in clause.facts.laws)


def _by_number(question: Question, law: Law) -> bool:
    return any(_is_cited(law, *one) for one in asked(question.reading).cited)


def _is_cited(law: Law, kind: str, number: str) -> bool:
    own = _BARE.match(law.number)
    alike = law.kind is None or is_of_kind(law, kind)
    return alike and own is not None and own[1] == number.lstrip("0")


def _of_issuer(question: Question, laws: Sequence[Law]) -> list[Law]:
    """Those not known to be another's than the question says: "Quyết định nào của Thủ tướng …"."""
    said = _ISSUER_ASKED.search(_full(question.reading))
    wanted = words(said["issuer"]) if said else []
    known = ((law, words(_TITLE.sub("", _full(law.issuer or "")))) for law in laws)
    return [law for law, own in known if not (wanted and own) or _begin_alike(own, wanted)]


def _begin_alike(name: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two names of bodies begin with as many same words as tell one from another."""
    least = min(_TELLING, len(name), len(other))
    return list(name[:least]) == list(other[:least])


def _full(text: str) -> str:
    """Folded, with the committee's name written out."""
    return re.sub(r"\bubnd\b", "uy ban nhan dan", fold_chars(text))


def bases(question: Question, passage: Passage) -> list[Law]:
    """Those of ``laws_asked`` that the passage rests on, not the one it is annexed to.

    All of them where the question names a document by its number.
    """
    laws = laws_asked(question, passage.clause)
    if question.numbers:
        return laws
    places = [_place(law, passage).start for law in laws]
    annexed = [_ANNEXED.search(passage.text, max(0, at - _BEFORE), at) for at in places]
    return [law for law, found in zip(laws, annexed, strict=True) if not found]


def of_another(question: Question, passage: Passage, info: DocumentInfo) -> list[Law] | None:
    """Those cited of the kind or number that the question names first, the likeliest first.

    None where it asks of the plan itself ("Kế hoạch thực hiện Chỉ thị 30 số mấy?"), or names a kind
    alone of which none is cited, by which a plan may be issued or which is a verb too ("văn bản
    hướng dẫn"). [] where the passage cites none such.
    """
    first = _first(question.text)
    if first is None or _is_own(first, question, info):
        return None
    laws = [law for law in laws_asked(question, passage.clause) if is_of_kind(law, first.kind)]
    if first.coded:
        laws = [law for law in laws if number_token(law.number) in numbers.tokens(question.text)]
    bare = ((law, _BARE.match(law.number)) for law in laws)
    laws = [law for law, own in bare if own and first.number in (None, own[1])]
    own = first.kind in _OWN and not first.number
    return likeliest(question, passage, laws) if laws or not own else None


#: A plan may be issued by a decision.
_OWN = kinds.VERBS | {"quyet dinh"}


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
    kind = found["kind"] or kinds.ENGLISH[found["english"]]
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
    code = kinds.CODES.get(kind)
    return bool(code and re.match(rf"\d+(?:/\d{{4}})?\W{code}\b", fold_chars(law.number)))


def told(question: Question, passage: Passage, info: DocumentInfo) -> str | None:
    """The document asked for by number, and no other; else those cited, the likeliest first.

    A plan's own number in the question says which plan is meant, not what it cites.
    """
    laws = bases(question, passage)
    if not laws and not (asked(question.reading).law or law_named(question)):
        laws = list(passage.clause.facts.laws)
    wanted = set(question.numbers) - {number_token(info.number or "")}
    if wanted:
        return next((law.number for law in laws if number_token(law.number) in wanted), None)
    base = passage.clause.start
    if _ARTICLE_ASKED.search(fold_chars(question.text)):
        laws = [law for law in laws if _article(law, passage)] or laws
        near = likeliest(question, passage, laws)[:MOST]
        named = [_article(law, passage) + _whole(law, passage) for law in near]
    else:
        near = likeliest(question, passage, laws)[:MOST]
        named = [called(law, passage.text, base) for law in near]
    return "; ".join(dict.fromkeys(named)) or None


def likeliest(question: Question, passage: Passage, laws: Sequence[Law]) -> list[Law]:
    """Documents cited, first those of which most words of the question are said, less far ones."""
    if len(laws) < 2:
        return list(laws)
    wanted = {*question.content, *("_".join(pair) for pair in pairwise(question.content))}
    wanted = wanted.difference(*(terms(law.kind or "") for law in laws))
    said: dict[tuple[str, str | None], float] = {}
    ends = _ends(passage)
    for law in laws:
        before, behind = _beside(law, passage, *ends)
        left, right = _SIDES[bool(_POINTS_BACK.search(before))]
        here = 1.0 * len(wanted.intersection(terms(_whole(law, passage))))
        here += left * len(wanted.intersection(terms(before)))
        here += right * len(wanted.intersection(terms(behind)))
        said[_name(law)] = max(here, said.get(_name(law), 0.0))
    least = _FAR * max(said.values())
    near = [law for law in laws if said[_name(law)] >= least]
    return sorted(near, key=lambda law: -said[_name(law)])


def _name(law: Law) -> tuple[str, str | None]:
    """What one document has alone, however often it is cited."""
    return law.number, None if law.number else law.name


def _ends(passage: Passage) -> tuple[list[int], list[int]]:
    """Where the documents that a passage cites begin, and where they end, in order."""
    places = [_place(law, passage) for law in passage.clause.facts.laws]
    return sorted(p.start for p in places), sorted(p.stop for p in places)


def _beside(
    law: Law, passage: Passage, starts: Sequence[int], stops: Sequence[int]
) -> tuple[str, str]:
    """What stands between a document and the one before it, and the one behind it."""
    text, own = passage.text, _place(law, passage)
    first, last = bisect_right(stops, own.start), bisect_left(starts, own.stop)
    before = text[stops[first - 1] if first else 0 : own.start]
    return tail(before), head(text[own.stop : starts[last] if last < len(starts) else len(text)])


def called(law: Law, text: str, base: int) -> str:
    """A document's number, of a law with the name before it where that stands beside it."""
    start = law.span.start - base
    end = text.find(law.number, start) if law.name and law.number else -1
    named = end >= 0 and law.name and text.startswith(law.name, start)
    return text[start : end + len(law.number)] if named else law.number or law.name or ""


def _article(law: Law, passage: Passage) -> str:
    """The article named right before a document cited, "" where none is."""
    start = _place(law, passage).start
    found = _ARTICLE.search(passage.text[max(0, start - _BEFORE) : start])
    return found.group() if found else ""


def _whole(law: Law, passage: Passage) -> str:
    return passage.text[_place(law, passage)]


def _place(law: Law, passage: Passage) -> slice:
    """Where in the passage's text it is cited."""
    base = passage.clause.start
    return slice(law.span.start - base, law.span.end - base)


def day(law: Law, passage: Passage) -> str | None:
    """The day of a document cited as the passage writes it; None where it does not."""
    own = _place(law, passage)
    found = DAY.search(passage.text, own.start, own.stop)
    return found.group() if found else None
