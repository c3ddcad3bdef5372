"""Documents that a question names by their number: "Nghệ An 982", "Quyết định 707", "982/KH-UBND".

A bare figure is a number of a document only beside a place or after a word for a document, and
only where a document held bears it; any other stays a word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from indexer.documents import DocumentInfo
from indexer.kinds import KINDS
from indexer.text import fold_chars, slug
from service.query.places import Named, within

#: Codes of kinds of document, and the words that stand for them, folded.
_KINDS = {
    fold_chars(kind.code): "|".join((kind.folded, fold_chars(kind.code), *kind.english))
    for kind in KINDS
    if kind.code
}
#: What may be said of any document: a plan is often promulgated by a decision.
_ANY = re.compile(r"ke hoach|kh|plan|van ban|vb|document")
_WORD = re.compile(
    rf"\b(?P<kind>{'|'.join(_KINDS.values())}|van ban|vb|document)s?\.?"
    r"(?P<between> (?:cua |of )?)?(?P<so> ?(?:so|no)[:.]?)? ?$"
)
_NUMBER = re.compile(
    r"(?<![\w/.,-])(?P<head>\d{1,5})(?:/(?:19|20)\d\d)?(?:[/-](?P<code>[a-z]+(?:[-&/][a-z]+)*))?"
    r"(?![\w/%-]|[.,]\d)"
)
_THESE = r"(?: theo| cac| the)? ?$"
#: A document that is cited is what the question is about, not where to look.
_CITING = re.compile(
    r"\b(?:can cu|vien dan|dan chieu|bai bo|thay the|sua doi|cit\w+|replac\w+|based on)" + _THESE
)
#: But "Căn cứ kế hoạch 141" asks what that plan rests on.
_ITS_BASIS = re.compile(r"(?:cac )?(?:can cu|co so phap ly) (?:phap ly )?(?:cua )?")
#: So is one that is carried out, but for a plan: "kinh phí thực hiện kế hoạch 617" is told in 617,
_CARRYING = re.compile(r"\b(?:thuc hien|trien khai|thi hanh|implement\w*|carry\w* out)" + _THESE)
_PLAN = re.compile(r"ke hoach|kh|plan")
#: unless what carries it out is asked for, or is a document itself.
_BY_OTHERS = re.compile(
    r"\b(?:(?:ke hoach|kh|van ban|quyet dinh|chi thi|cong van)(?: nao)?"
    r"|(?:tinh|thanh pho|huyen|xa|phuong|dia phuong|noi) nao"
    r"|plans?|documents?|which (?:provinces|districts|communes|places))"
    r"(?: da| dang| duoc| se| de| to| that| which)* $"
)
_AFTER_PLACE = re.compile(r"\s*,?\s*(?:so )?")
_BEFORE_PLACE = re.compile(
    r",? (?:(?:cua|o|tai|of|in) )?(?:(?:tinh|thanh pho|tp|huyen|quan|xa|phuong)\.? )?"
)
_FILLING = re.compile(r"\b(?:cua|o|tai|of|in|tinh|thanh pho|tp|huyen|quan|xa|phuong)\b|[\s.,?!]")
_SO = re.compile(r"(?:\bso )?$")
_YEAR = re.compile(r"(?:19|20)\d\d")
_NAMED_SO = re.compile(
    rf"(?:(?P<code>{'|'.join(_KINDS)})-(?P<n>\d{{1,5}})|(?P<m>\d{{1,5}})-(?P<of>{'|'.join(_KINDS)}))"
    r"(?=-|$)"
)


class Numbered(NamedTuple):
    """A document by its id, and where its number stands, ``[start, end)`` of the question."""

    document: str
    start: int
    end: int


def numbered_in(
    restored: str, places: Sequence[Named], infos: Sequence[DocumentInfo]
) -> list[Numbered]:
    """The documents of ``infos`` that a question names by number, of a place named with them."""
    folded = fold_chars(restored)
    out: list[Numbered] = []
    for match in _NUMBER.finditer(folded):
        word = _WORD.search(folded[: match.start()])
        start = (word or _SO.search(folded, 0, match.start()) or match).start()
        beside = _beside(folded, match, places)
        if _is_cited(folded[:start], match, word) or not _is_number(match, word, beside):
            continue
        meant = _kind(word)
        out += [
            Numbered(info.id, start, match.end())
            for info in infos
            if _bears(info, match, meant) and _is_of(info, beside or places)
        ]
    return out if _says_more(folded, (*out, *places)) else []


def _is_cited(before: str, number: re.Match[str], word: re.Match[str] | None) -> bool:
    """Whether a document is one that others cite or carry out, by what is said before it."""
    carried = _CARRYING.search(before)
    if not carried:
        plan = word and _PLAN.fullmatch(word["kind"]) and _ITS_BASIS.fullmatch(before)
        return not plan and bool(_CITING.search(before))
    kind = word["kind"] if word else (number["code"] or "").partition("-")[0]
    return not _PLAN.fullmatch(kind) or bool(_BY_OTHERS.search(before[: carried.start()]))


def _is_of(info: DocumentInfo, places: Sequence[Named]) -> bool:
    return not places or any(within(info, named.place) for named in places)


def _says_more(folded: str, found: Sequence[Numbered | Named]) -> bool:
    """Whether the question asks anything: a number with its place alone is looked for as a word."""
    for one in found:
        folded = folded[: one.start] + " " * (one.end - one.start) + folded[one.end :]
    return bool(_FILLING.sub("", folded))


def _beside(folded: str, number: re.Match[str], places: Sequence[Named]) -> list[Named]:
    """The places right before or after a number."""
    return [
        p
        for p in places
        if (p.end <= number.start() and _AFTER_PLACE.fullmatch(folded, p.end, number.start()))
        or (number.end() <= p.start and _BEFORE_PLACE.fullmatch(folded, number.end(), p.start))
    ]


def _is_number(match: re.Match[str], word: re.Match[str] | None, beside: Sequence[Named]) -> bool:
    """Whether a figure is said as a document's number; one like a year only where that is clear."""
    if match["code"]:
        return True
    if _YEAR.fullmatch(match["head"]):
        return bool(word and (word["so"] or not _ANY.fullmatch(word["kind"])))
    return bool(word) or (bool(beside) and len(match["head"]) > 1)


def _kind(word: re.Match[str] | None) -> str | None:
    """The code that a document's word stands for; None where it may be any."""
    if word is None or _ANY.fullmatch(word["kind"]):
        return None
    return next(code for code, words in _KINDS.items() if re.fullmatch(words, word["kind"]))


def _bears(info: DocumentInfo, match: re.Match[str], kind: str | None) -> bool:
    """Whether the document has the number, with the code as far as it is typed."""
    typed = match["code"] or kind or ""
    known = _number(info.number, info.source)
    if known is None or known[0] != int(match["head"]):
        return False
    return f"{known[1]}-".startswith(f"{typed}-" if typed else "")


@lru_cache(maxsize=1 << 16)  # a number in a question is looked for among all documents
def _number(number: str | None, source: str) -> tuple[int, str] | None:
    """Head and folded code of a document's number: of its file's name where it shows none."""
    if number:
        head, _, code = fold_chars(number).partition("/")
        return (int(head), re.sub(r"^(?:19|20)\d\d/", "", code)) if head.isdigit() else None
    found = _NAMED_SO.match(slug(source.rpartition("/")[2].rpartition(".")[0]))
    return (int(found["n"] or found["m"]), found["code"] or found["of"]) if found else None
