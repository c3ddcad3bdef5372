"""Document numbers in a question, in small letters too: "1629/QĐ-TTg", "617/kh-ubnd"."""

from __future__ import annotations

import re
from collections.abc import Collection

from indexer import kinds
from indexer.documents import DocumentInfo
from indexer.text import DOCUMENT_NUMBER, fold_chars, number_token

_TWO_PARTS = re.compile("[-/&]")
_NUMBERED = re.compile(r"\d[/-]")  # stands in every one of them
#: A document by its kind and number, folded; "kế hoạch 2025" is that of a year.
_NAMED = re.compile(
    rf"\b(?:{'|'.join((*kinds.CODES, *kinds.ENGLISH))}) (?:so |no\.? )?(?!(?:19|20)\d\d(?![/-]))"
    r"\d{1,5}(?:[/-][\w/&-]*\w)?"
)
#: A plan by its number; what is carried out or cited has other kinds.
_PLAN = re.compile(
    r"\b(?P<kind>ke hoach|plan) (?:so |no\.? )?\d{1,5}(?:/(?:19|20)\d\d)?[/-][a-z][\w/&-]*\w"
)


def spans(text: str) -> list[tuple[int, int]]:
    """Where numbers stand, in order; in small letters only those whose code has two parts.

    >>> spans("theo 57-nq/tw và 1629/QĐ-TTg")
    [(5, 13), (17, 28)]
    """
    if not _NUMBERED.search(text):
        return []
    loud = "".join(c.upper() if len(c.upper()) == 1 else c for c in text)
    found = {m.span() for m in DOCUMENT_NUMBER.finditer(text)}
    for match in DOCUMENT_NUMBER.finditer(loud):
        start, end = match.span()
        if _TWO_PARTS.search(match["code"]) and not any(s < end and start < e for s, e in found):
            found.add(match.span())
    return sorted(found)


def tokens(text: str) -> tuple[str, ...]:
    """The numbers as index terms, each once."""
    return tuple(dict.fromkeys(number_token(text[s:e]) for s, e in spans(text)))


def bears(info: DocumentInfo, given: Collection[str]) -> bool:
    """Whether one of the ``given`` numbers (as ``tokens``) is the document's own."""
    return bool(info.number) and number_token(info.number or "") in given


def is_called(info: DocumentInfo, given: Collection[str]) -> bool:
    """Whether a document's title names all of them: "… sửa đổi Nghị quyết số 11/2022/NQ-HĐND"."""
    return {*given} <= {*tokens(info.title)}


def without(text: str) -> str:
    """The text with blanks for its numbers, which are no words."""
    for start, end in spans(text):
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def is_named(text: str) -> bool:
    """Whether a text is no more than a document by its kind and number.

    >>> is_named("kế hoạch 182/KH-UBND"), is_named("kế hoạch 2025")
    (True, False)
    """
    return bool(_NAMED.fullmatch(fold_chars(text)))


def named_in(text: str) -> str | None:
    """The first document that a text names by kind and number.

    >>> named_in("Kế hoạch 617/KH-UBND có xe điện không?")
    'Kế hoạch 617/KH-UBND'
    """
    found = _NAMED.search(fold_chars(text))
    return text[slice(*found.span())] if found else None


def of_another(text: str, named: str) -> str | None:
    """A question asked of another document; None where it names none by number.

    >>> of_another("Ai ký Kế hoạch số 617/KH-UBND?", "kế hoạch 182")
    'Ai ký kế hoạch 182?'
    """
    found = _NAMED.search(fold_chars(text))
    return f"{text[: found.start()]}{named}{text[found.end() :]}" if found else None


def of_any_plan(text: str) -> str:
    """The question without the numbers of the plans it names: those of another place differ.

    >>> of_any_plan("Chỉ tiêu của kế hoạch số 141/KH-UBND Bắc Ninh?")
    'Chỉ tiêu của kế hoạch Bắc Ninh?'
    """
    for found in reversed(list(_PLAN.finditer(fold_chars(text)))):
        text = text[: found.end("kind")] + text[found.end() :]
    return text


def plans(text: str) -> tuple[str, ...]:
    """The numbers of the plans that a text names, as index terms."""
    return tuple(
        n for m in _PLAN.finditer(fold_chars(text)) for n in tokens(text[slice(*m.span())])
    )
