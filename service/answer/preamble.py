"""What a plan rests on, as a whole: every basis that its preamble names, in its order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from indexer.documents import DocumentInfo, Law
from indexer.index import Passage
from indexer.text import fold_chars, is_capitals, words
from service.answer import theme
from service.query.asked import asked
from service.query.question import Question
from service.retrieve import sentences
from service.retrieve.cited import called, is_called, is_of_kind, law_named

#: Folded notions that ask what a plan rests on, not for one law in particular.
_FRAME = re.compile(
    r"can cu|dau|vao dau"
    r"|co so|phap ly|phap luat|phap quy|tai lieu|luat|bo luat|nghi quyet|nghi dinh"
    r"|quyet dinh|chi thi|thong tu|ket luan|cong van|xay dung|ban hanh|lap|thuc hien|trien khai"
    r"|legal|legal bas[ei]s|bas[ei]s|based?|rests?|implements?|follows?|laws?|decisions?"
    r"|resolutions?|decrees?|directives?|circulars?"
)
#: What a question asks with, marks and all: "đưa vào đâu" asks for something else.
_ASKED = re.compile(r"\b(?:căn cứ|dựa|cơ sở|thực hiện|triển khai|theo)\b")
_ASKED_EN = re.compile(
    r"\bbased on\b|\bbas[ei]s\b|\brest(?:s|ing)? on\b|\bimplements?\b|\bfollows?\b"
)
#: How a line of a preamble begins that names a basis; who asked for the plan is none.
_OPENS = re.compile(
    r"\W*(?:\w{1,3}[.)] )?(?:(?:de|nham) )?(?:tiep tuc )?"
    r"(?:can cu|thuc hien|trien khai|thi hanh|chap hanh|quan triet|cu the hoa|theo|tren co so)\b"
    r"(?! de nghi)"
)
_RESTS = re.compile(r"\W*(?:\w{1,3}[.)] )?can cu\b")
#: A section of bases has a heading of its own.
_HEADING = re.compile(
    r"\W*(?:(?:[ivxlc]{1,6}|\d{1,2})[.)]?\W*)?(?:cac )?(?:can cu|co so phap ly)\b"
)
#: Right before a document that is a basis itself, not one that another carries out or amends.
_BY_ITSELF = re.compile(
    r"(?:^|[;:.]|,|\bvà)\s*(?:(?:để|nhằm|tiếp tục|có hiệu quả|căn cứ|thực hiện|triển khai|thi hành"
    r"|chấp hành|quán triệt|theo|tại|vào|các|nội dung|mục \d+|trên cơ sở|số)\s+)*$",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"\bdieu (?:nao|may|bao nhieu)\b|\barticle\b")
#: Characters read before a document, or of a title; and at the end of a line.
_BEFORE, _AT_END = 80, 12
_ENDED = re.compile(r"[.;:,]\W*$")


def asks(question: Question) -> bool:
    """Whether a question asks what plans rest on, and for no document by number or article."""
    wanted = asked(question.reading)
    one = wanted.cited or question.numbers or _ARTICLE.search(fold_chars(question.text))
    if question.intent != "legal" or one:
        return False
    english = question.language == "en"
    return bool((_ASKED_EN if english else _ASKED).search(question.reading.lower()))


def items(question: Question, info: DocumentInfo, plan: Iterable[Passage]) -> list[Passage]:
    """The lines that name what a plan rests on, in its order, of its passages ``plan``.

    [] where the question speaks of what the plan's title does not say, and then none is looked at.
    Only those that name a document of the kind asked for ("quyết định nào"), or the one of which it
    is asked whose basis it is.
    """
    if not law_named(question) and theme.beyond(question, info, _FRAME):
        return []
    return [p for p in _bases(info, plan) if said(question, p)]


def said(question: Question, passage: Passage) -> str:
    """The documents that a line names as bases, by number else name; its words where it has none.

    "" where none is of the kind, or by the name, asked for.
    """
    kind, name = asked(question.reading).law, law_named(question)
    laws = [law for law in _own(passage) if not kind or is_of_kind(law, kind)]
    if name:
        laws = [law for law in laws if is_called(law, name)]
        return "; ".join(dict.fromkeys(called(w, passage.text, passage.clause.start) for w in laws))
    named = dict.fromkeys(called(law, passage.text, passage.clause.start) for law in laws)
    if named or kind or passage.clause.facts.laws:
        return "; ".join(named)
    return sentences.first(sentences.plain(passage.text).rstrip(" ;,"))


def _bases(info: DocumentInfo, plan: Iterable[Passage]) -> Iterator[Passage]:
    """Lines that begin as a basis does, what goes on from them, and what stands under bases."""
    title = _plain(info.title)
    going_on = False
    for passage in plan:
        headed = any(_HEADING.match(fold_chars(h)) for h in passage.context)
        if passage.clause.part != "front" and not headed:
            continue
        folded = fold_chars(passage.text)
        opens = headed or bool(_OPENS.match(folded))
        names = bool(passage.clause.facts.laws) or bool(_RESTS.match(folded))
        is_title = _plain(passage.text) in title or is_capitals(passage.text[:_BEFORE])
        if names and (opens or going_on) and not is_title:
            yield passage
            going_on = not _ENDED.search(passage.text[-_AT_END:])
        else:
            going_on = False


def _own(passage: Passage) -> list[Law]:
    """The documents that a line rests on, not those that they carry out; all where none is."""
    laws, start, last = passage.clause.facts.laws, passage.clause.start, 0
    out: list[Law] = []
    for law in laws:
        at = law.span.start - start
        if _BY_ITSELF.search(passage.text, max(last, at - _BEFORE), at):
            out.append(law)
        last = law.span.end - start
    return out or list(laws[:1])


def _plain(text: str) -> str:
    return " ".join(words(fold_chars(text)))
