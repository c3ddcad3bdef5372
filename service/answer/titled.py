"""Which documents a question about documents themselves means, by what their titles say.

"Phó chủ tịch nào ký kế hoạch 5G Hà Nội?" means the one whose title says most of "5G"; its clauses,
whatever they say of 5G, tell nothing of who signed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.documents import DocumentInfo
from indexer.index import Index, Passage
from indexer.text import fold_chars, words
from service.answer import imprint, theme
from service.query import numbers
from service.query.asked import asked
from service.query.notions import Notion
from service.query.question import Question
from service.retrieve.stating import has_date, metadata_states

#: Folded notions that ask about documents or say of what kind one is, not what it is on.
_FRAME = re.compile(
    r"ai|ky|nguoi ky|ky ten|ky ban hanh|ban hanh|phat hanh|ra|de|so|hieu|so hieu|ky hieu|ma so"
    r"|ngay|thang|nam|nao|may|bao nhieu|hom|bua|hom nao|khi nao|luc nao|ong|ba|vi|ten|nguoi|la|gi"
    r"|pho|chu tich|pho chu tich|lanh dao|thu tuong|pho thu tuong|bo truong|thu truong|giam doc"
    r"|pho giam doc|dat but|ha but|chu ky|dung ten|thay mat|thay|van ban|to|ban|quyet dinh"
    r"|nghi quyet|chi thi|cong dien|cong van|thong bao|to trinh|thong tu|nghi dinh|mang|duoc|cua"
    r"|gui|gui len|gui den|gui toi|len|den|toi|noi|nhan|noi nhan|sent|recipients?|receives?|copy"
    r"|co|va|cuoi|trang|duoi|con dau|dong dau|duyet|phe duyet|thong qua|cho|xin|minh|toi|em|can"
    r"|trich dan|uy ban|hoi dong|hdnd|moi|vua|moi nhat|nay|do|ve"
    r"|which|who|whose|what|when|sign|signs|signed|signature|issued|issue|number|date|dated|day"
    r"|decisions?|resolutions?|directives?|deputy|vice|chair|chairman|chairperson|minister|leader"
    r"|name|official|under|and|was|the|its|on"
)
#: So much of what is asked about a title may lack, by weight, and so much more than another's: of
#: 104 documents that the nearest title names (our own questions) 97 were the ones meant.
_LACKING, _MORE = 0.35, 0.1
#: One that lacks more is not the one, where another is.
_OTHER = 0.5

#: Rows that are read first: of 446 documents 362 write it among them, and 84 nowhere.
_OPENING = 8

#: The reason of a document that is not meant, in Vietnamese and in English.
ANOTHER = (
    "Câu hỏi nói về văn bản khác, theo tên gọi của văn bản này.",
    "The question is about another document, by what this one is called.",
)


def meant(question: Question, infos: Sequence[DocumentInfo]) -> dict[str, bool]:
    """By id whether a document is the one meant, of those that surely are or are not.

    Empty where no subject is named, or no title says it.
    """
    about = asked(question.reading)
    if question.intent != "metadata" or question.subject:
        return {}
    if question.numbers:
        return _by_number(question, infos)
    if about.cited:
        return {}
    wanted = theme.less_places(theme.asked(question, _FRAME), question)
    whole = sum(n.weight for n in wanted)
    if not whole:
        return {}
    lacking = {info.id: _lacking(question, wanted, info) / whole for info in infos}
    most = min(_LACKING, min(lacking.values(), default=1.0) + _MORE)
    sure = {d: share <= most for d, share in lacking.items() if not most < share <= _OTHER}
    return sure if any(sure.values()) else {}


def _by_number(question: Question, infos: Sequence[DocumentInfo]) -> dict[str, bool]:
    """Of a document that is called by another's number ("sửa đổi Nghị quyết số 11/2022/…").

    Empty where a document bears the number itself: that is the one.
    """
    if any(numbers.bears(info, question.numbers) for info in infos):
        return {}
    found = {info.id: numbers.is_called(info, question.numbers) for info in infos}
    return found if any(found.values()) else {}


def held(index: Index, question: Question, info: DocumentInfo) -> Passage | None:
    """The passage of a document that writes what is asked about it, the first one."""
    rows = index.rows(info.id)
    for some in (rows[:_OPENING], rows[_OPENING:]):
        for row, text in sorted(index.texts(some).items()):
            if any(metadata_states(question, text, info, part) for part in ("front", "decision")):
                (passage,) = index.passages([row]).values()
                if metadata_states(question, text, info, passage.clause.part):
                    return passage
    return None


def header(index: Index, question: Question, info: DocumentInfo) -> Passage | None:
    """The line of the header that writes the document's number or day, where one is asked for."""
    own = info.number if asked(question.reading).number else None
    if not own and not imprint.asks_day(question):
        return None
    opening = index.passages(index.rows(info.id)[:_OPENING])
    front = [p for _, p in sorted(opening.items()) if p.clause.part == "front"]
    return next((p for p in front if (own in p.text if own else has_date(p.text, info))), None)


def _lacking(question: Question, wanted: Sequence[Notion], info: DocumentInfo) -> float:
    texts = (info.title, info.issuer or "", info.locality or "")
    left = theme.left(wanted, texts, question)
    akin = theme.said_by_title(question, info) if left else frozenset()
    return sum(n.weight for n in left if not {*words(fold_chars(n.said))} <= akin)
