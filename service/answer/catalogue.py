"""Which plans there are: all those in scope, or those whose title says what they are on.

"Đắk Lắk có mấy kế hoạch?", "Những kế hoạch nào về chuyển đổi số?" ask for plans, not for a clause;
those "liên quan đến chuyển đổi số" may have but a chapter on it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from functools import partial
from itertools import islice
from typing import NamedTuple

from indexer.documents import DocumentInfo
from indexer.index import Index, Passage
from indexer.text import fold_chars, nfc, terms
from service.answer import theme
from service.answers import DocumentAnswer
from service.query.notions import Notion
from service.query.places import within
from service.query.question import Question
from service.quoting.citations import citation, document_ref

_PLANS = r"(?:(?:tat ca|toan bo) )?(?:(?:cac|nhung) )?(?:ke hoach|van ban)"
#: What a plan is on, not what it mentions.
_ON = r"(?:ve|noi ve|ban ve|lien quan (?:den|toi)|trong linh vuc)"
#: Folded, how plans are asked for: counted, listed, or by what they are on.
_ASKED = (
    re.compile(rf"\b(?:co|gom|da ban hanh) (?:tat ca )?(?:may|bao nhieu) {_PLANS}\b"),
    re.compile(rf"\b(?:bao nhieu|may) {_PLANS} (?:{_ON}|cua|o|tai|trong)\b"),
    re.compile(
        r"^(?:hay |xin )?(?:cho (?:toi )?(?:biet|xem) )?(?:liet ke|ke ten|danh sach|tim|cho xem) "
        rf"{_PLANS}\b(?! trong)"
    ),
    re.compile(rf"\b{_PLANS} nao (?:dang |da )?(?:co )?(?:noi dung )?{_ON}\b"),
    re.compile(rf"\b(?:co|ban hanh) {_PLANS} (?:nao|gi)(?: khong)?[\s?.!]*$"),
    re.compile(r"\bhow many plans (?:are there|on|about|concern|(?:does|has) .* have[\s?.!]*$)"),
    re.compile(r"^(?:please )?(?:list|show|name) (?:me )?(?:all )?(?:the )?plans\b"),
    re.compile(
        r"\bwhich plans? (?:(?:is|are|do|does) )?"
        r"(?:on|about|concern\w*|relat\w+|deal\w* with|there)\b"
    ),
)
#: Notions that only ask for plans, with their marks: "đá" and "Đảng" are subjects.
_FRAME = re.compile(
    r"có|mấy|bao nhiêu|những|các|tất cả|toàn bộ|liệt kê|kể tên|tên|danh sách|tìm|nào|gì|về|nói"
    r"|nói về|nội dung|liên quan|bàn|lĩnh vực|ban hành|hiện có|đã|đang|năm|hiện nay|của|ở|tại"
    r"|kho|hệ thống|thư viện|trang|đây|này|đang có|kế hoạch|văn bản|tỉnh|thành phố|xã|phường|huyện"
    r"|how|many|there|show|name|which|about|concern\w*|relat\w+|deal\w*|year|list|plans?|please|all"
)
#: Folded, what asks for other plans than those named, or for what a plan has.
_OTHERWISE = re.compile(
    r"\b(?:khong|chua|tru|ngoai|moi (?:xa|huyen|tinh|phuong|nam)|phai|can cu|not|without|except)\b"
    r"|n't\b|\bplans['’]"
)
#: "Có … không?" denies nothing.
_WHETHER = re.compile(r" khong[\s?.!]*$")
_NONE = re.compile(r"(?!)")
#: What is related to something may have but a chapter on it.
_RELATED = re.compile(r"\blien quan (?:den|toi)\b|\b(?:related|relating) to\b|\bconcern")
_ON_SOMETHING = re.compile(rf"\b{_ON}\b|\b(?:on|about|concern\w*|relat\w+ to|deal\w* with)\b")
#: How sure it is that a plan is meant, by its title, by one of its headings.
_SURE, _LESS = 1.0, 0.5
#: More plans than this are no list that anybody reads.
_MOST = 300
#: Passages at a plan's head among which its title stands.
_HEAD = 30


class Whole(NamedTuple):
    """A plan that is told as a whole: how ``sure`` it is that it is meant, and its answer.

    ``tell``: made once it is asked for, as of hundreds of plans only some are shown.
    """

    sure: float
    tell: Callable[[], DocumentAnswer]

    @classmethod
    def of(cls, answer: DocumentAnswer) -> Whole:
        """One whose answer is made already."""
        return cls(answer.confidence, lambda: answer)


def asks(question: Question) -> bool:
    """Whether a question asks for plans."""
    if question.numbers or question.subject:
        return False
    folded = " ".join(fold_chars(question.reading).split())
    folded = _WHETHER.sub("", folded)
    return not _OTHERWISE.search(folded) and any(p.search(folded) for p in _ASKED)


def of_plans(index: Index, question: Question, infos: Sequence[DocumentInfo]) -> dict[str, Whole]:
    """By document, its number and title, of those asked for; none where they are too many."""
    if not asks(question):
        return {}
    meant = {n for n in question.notions if not _FRAME.fullmatch(nfc(n.said).lower())}
    if not meant and _ON_SOMETHING.search(fold_chars(question.reading)):
        return {}
    there = _of_places(question.places, infos)
    wanted = [n for n in theme.asked(question, _NONE) if n in meant]
    may = theme.may_say(index, question, wanted, there)
    on = (i for i in may if not meant.intersection(theme.beyond(question, i, _NONE)))
    titled = [*islice(on, _MOST + 1)]
    if len(titled) > _MOST:
        return {}
    named = {info.id: Whole(_SURE, partial(_titled, index, info)) for info in titled}
    if len(there) <= _MOST and _RELATED.search(fold_chars(question.reading)):
        for info in there:
            if info.id not in named and (held := _headed(index, question, info, meant)):
                named[info.id] = Whole(_LESS, partial(_told, info, held, _LESS))
    return named


def _of_places(places: Sequence[str], infos: Sequence[DocumentInfo]) -> Sequence[DocumentInfo]:
    """The plans that are of a place that is named, not only about it; all where none is."""
    if not places:
        return infos
    return [info for info in infos if any(within(info, place) for place in places)]


def _titled(index: Index, info: DocumentInfo) -> DocumentAnswer:
    return _told(info, title_line(index, info), _SURE)


def _told(info: DocumentInfo, held: Passage | None, sure: float) -> DocumentAnswer:
    return DocumentAnswer(
        document=document_ref(info),
        found=True,
        answer=" – ".join(filter(None, (info.number, info.title))),
        role=None,
        confidence=sure,
        citations=(citation(held),) if held else (),
    )


def _headed(
    index: Index, question: Question, info: DocumentInfo, meant: Collection[Notion]
) -> Passage | None:
    """The first passage under a heading that says all that is asked for, if one does."""
    above = [h for h in index.headings(info.id) if not theme.left(meant, (h,), question)]
    if not above:
        return None
    read = index.passages(index.rows(info.id))
    return next((read[row] for row in sorted(read) if above[0] in read[row].context), None)


def title_line(index: Index, info: DocumentInfo) -> Passage | None:
    """The passage at the head of a document that says most of its title, the shortest of them."""
    title = frozenset(terms(info.title))
    texts = index.texts(sorted(index.rows(info.id))[:_HEAD])

    def says(row: int) -> tuple[int, int, int]:
        return len(title.intersection(terms(texts[row]))), -len(texts[row]), -row

    first = max(texts, key=says, default=None)
    return None if first is None else index.passages([first])[first]
