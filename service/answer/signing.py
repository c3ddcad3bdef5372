"""Who signed: told from the document's metadata, and shown where the name is written."""

from __future__ import annotations

import re
from functools import lru_cache

from indexer.documents import DocumentInfo
from indexer.index import Index, Passage
from indexer.text import fold_chars, terms, words
from service.answer import silence
from service.query import numbers
from service.query.asked import asked
from service.query.question import Question

#: Folded words that only point at a document, beside those that say what it is.
_POINTING = frozenset(words("nay do ban hanh so la da ten ho vi dat ha but dung thay mat"))
_BARE_NUMBER = re.compile(r"(?<![\d/.])\d{1,4}(?![\d/.])")
_DOCUMENT = r"(?:ke hoach|van ban|quyet dinh|nghi quyet|cong van|plans?|documents?|decisions?)"
_NAME = r"(?:(?:ong|ba|dong chi|mr\.?|mrs\.?|ms\.?) )?(?P<name>[a-z]+(?: [a-z]+){1,4}?)"
#: What one person signed: "Ông … ký kế hoạch nào?", "Kế hoạch nào do bà … ký?".
_SIGNS_WHAT = re.compile(
    rf"^{_NAME} (?:da )?ky (?:ban hanh )?(?:(?:nhung|cac) )?{_DOCUMENT} (?:nao|gi)\b"
)
_WHAT_BY = re.compile(rf"\b{_DOCUMENT} (?:nao )?(?:do|duoc) {_NAME} (?:da )?ky\b")
_SIGNED_BY = re.compile(rf"\b{_DOCUMENT} (?:was|were|is|are)? ?signed by {_NAME}[\s?.!]*$")
_DID_SIGN = re.compile(rf"\b{_DOCUMENT} did {_NAME} sign\b")
#: Reasons in Vietnamese and in English.
_NOT_READ = (
    "Không đọc được tên người ký trong kế hoạch này.",
    "The signer's name could not be read in this plan.",
)
_NOT_SHOWN = (
    "Không mục nào của kế hoạch này ghi nguyên văn tên người ký.",
    "No clause of this plan has the signer's name as written.",
)
_NO_NUMBER = (
    "Không đọc được số hiệu của kế hoạch này, nên không biết có phải văn bản được hỏi.",
    "The number of this plan could not be read, so whether it is the one asked about is not known.",
)
_OTHER_NUMBER = (
    "Câu hỏi nêu số hiệu khác; văn bản này mang số {}.",
    "The question gives another number; this document has {}.",
)


def asks(question: Question) -> bool:
    """Whether the question asks who signed."""
    return question.intent == "metadata" and asked(question.reading).signer


def is_by(question: Question, info: DocumentInfo) -> bool:
    """Whether the question asks what somebody signed who signed this document."""
    name = _who_signed(question.reading)
    return name is not None and info.signer is not None and name == fold_chars(info.signer)


@lru_cache(maxsize=256)  # asked of every plan
def _who_signed(reading: str) -> str | None:
    """The folded name of whom a question asks what they signed."""
    folded = fold_chars(reading)
    found = (
        _SIGNS_WHAT.search(folded)
        or _WHAT_BY.search(folded)
        or _SIGNED_BY.search(folded)
        or _DID_SIGN.search(folded)
    )
    return found["name"] if found else None


def means(question: Question, info: DocumentInfo) -> bool | None:
    """Whether the document is meant; None when the question names a subject that must tell.

    "Ai ký?" and "Ai ký kế hoạch này?" mean every document in scope, "Ai ký Kế hoạch 310?" those
    of that number, "Ai ký kế hoạch phòng, chống lụt bão Hà Nam?" those whose title says all of it.
    """
    if question.numbers:
        if numbers.bears(info, question.numbers):
            return True
        return None if numbers.is_called(info, question.numbers) else False
    bare = {int(n) for n in _BARE_NUMBER.findall(question.text)} - {info.year, info.year_to}
    topic = {*question.content} - silence.ABOUT_DOCUMENTS - _POINTING
    subject = {w for w in topic if not w.isdigit()}
    own = re.match(r"\d+", info.number or "")
    numbered = not bare or (own is not None and int(own.group()) in bare)
    if subject:
        said = terms(f"{info.title} / {info.locality or ''} / {info.issuer or ''}")
        return True if numbered and subject.issubset(said) else None
    return numbered


def signature(index: Index, info: DocumentInfo) -> Passage | None:
    """The passage that holds the signer's name, a signature before a header; None when none does.

    A name in the text of a plan's clauses is one it speaks of, not its signature.
    """
    if not info.signer:
        return None
    name = re.compile(rf"(?<!\w){re.escape(info.signer)}(?!\w)", re.IGNORECASE)
    rows = [r for r, text in index.texts(index.rows(info.id)).items() if name.search(text)]
    held = [p for p in index.passages(rows).values() if p.clause.part != "plan"]
    order = ("back", "decision", "front", "appendix")
    return min(held, key=lambda p: (order.index(p.clause.part), -p.row), default=None)


def of_another(question: Question, info: DocumentInfo) -> str:
    """The reason of a document that the question does not mean."""
    english = question.language == "en"
    return _OTHER_NUMBER[english].format(info.number) if info.number else _NO_NUMBER[english]


def unsigned(question: Question, info: DocumentInfo) -> str:
    """The reason of a document of which no passage names who signed."""
    return (_NOT_SHOWN if info.signer else _NOT_READ)[question.language == "en"]
