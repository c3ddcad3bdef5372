"""To whom something is sent: "Gặp vướng mắc thì báo về sở nào?" asks for no one who acts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from indexer.facts.names import known_end
from indexer.index import Passage
from indexer.text import fold_chars
from service.query.asked import says
from service.query.question import Question

_SEND = r"(?:bao|gui|nop|trinh|phan anh|chuyen|kien nghi|thong bao|lien he)"
_TO_WHOM = (
    r"(?:dau|ai|(?:nhung |cac )?(?:noi|so|co quan|don vi|phong|van phong|ban|bo|cap)\b[\w ,]{0,16}?"
    r"\bnao)\b"
)
_ASKED = re.compile(
    r"\b(?:ve|den|toi|len|cho|gui|qua|nop) (?:dau|(?:nhung )?ai)\b"
    rf"|\b{_SEND}\b.*\b(?<!giao )(?:ve|den|toi|len|cho|qua|gui|nop) {_TO_WHOM}"
    rf"|\b(?:bao|lien he|hoi|nop) {_TO_WHOM}"
    r"|report(?:ed)? to whom|sent where|^(?:to )?whom\b|^to (?:which|what)\b"
    r"|\bwhere\b.*\b(?:sent|reported|submitted|addressed)\b"
    r"|\b(?:which|what|whom)\b.*\b(?:report(?:ed)?|sen[dt]|submit(?:ted)?|addressed|refer(?:red)?)"
    r" (?:\w+ ){0,3}?to\b[\s?.!]*$|\bwho receives\b"
    r"|\bwho (?:do|should|can|must|would) (?:i|we|you|they|people|[a-z]+s)\b(?: \w+){0,4}? "
    r"(?:(?:take|bring|turn|go|write|complain|report|send|talk)\b.*\bto|contact"
    r"|get in touch with)\b"
)
_TO = re.compile(r"\b(?:ve|gui|qua|den|toi|cho) \(?(?=\w)")
_AND = re.compile(
    r"(?: (?:thành phố|tỉnh|huyện|xã|phường))? ?(?:\([^()]{1,60}\))?(?:[,;]| và) (?=[A-ZĐỦỞ])"
)
#: A duty that is to report: "Báo cáo Sở Y tế về …".
_REPORT = re.compile(r"\W*(?:\w{1,3}[.)] )?(?:bao cao|trinh) (?=\w)")
#: Sent to bodies that no table knows, up to when or what for.
_SENT = re.compile(
    r"(?:\b(?:[Gg]ửi|[Nn]ộp|[Bb]áo cáo|[Tt]rình|[Cc]huyển)\b[^.;:\n]{0,200}?\b(?:đến|về|tới|cho) "
    r"(?=[A-ZĐỦỞ])|\b[Bb]áo cáo(?: ngay| kịp thời| trực tiếp)? (?:với|cho|lên) )"
    r"(?P<whom>[^\W\d_][^.;:\n]{4,160}?)"
    r"(?=,? (?:chậm nhất|trước|để|theo|vào|định kỳ|trong|qua|nếu|khi|về)\b|[.;:\n]|$)"
)
_THROUGH_ASKED = re.compile(
    rf"\bqua {_TO_WHOM}|\b(?:van )?phong nao\b|\bthrough (?:which|what) (?:office|division)\b"
)
_THROUGH = re.compile(
    r"\(qua (?P<aside>[^()\n]{4,80})\)"
    r"|\bqua (?P<whom>(?:[Vv]ăn phòng|[Pp]hòng|Ban|Sở|Cục|Chi cục|Trung tâm)\b[^.,;()\n]{3,80}?)"
    r"(?=,? (?:để|trước|theo|chậm nhất|tổng hợp|vào)\b|[.,;()\n]|$)"
)
#: Who gathers what others report.
_GATHERS = re.compile(
    r"\b(?:dau moi|gom|tong hop|tiep nhan|nhan)\b.*\b(?:ket qua|bao cao)\b"
    r"|\b(?:ket qua|bao cao)\b.*\b(?:gom|tong hop)\b"
    r"|\b(?:collects?|gathers?|compiles?|receives?)\b.*\b(?:results?|reports?)\b"
)
#: Behind a body to which others report: what it does with it.
_GATHERED = re.compile(r"[^.;\n]{0,80}?\btong hop\b")


def asks(question: Question) -> bool:
    """Whether a recipient is asked for.

    >>> bool(_ASKED.search("gap vuong mac thi cac don vi bao ve so, nganh nao?"))
    True
    >>> bool(_ASKED.search("so nao bao cao ve viec cai nghien?"))
    False
    """
    return question.intent == "agency" and is_asked(question.text)


@lru_cache(maxsize=1024)
def is_asked(text: str) -> bool:
    """Whether the words of a question, in either language, ask for a recipient."""
    return bool(_ASKED.search(fold_chars(text)))


def told(question: Question, passage: Passage) -> list[str]:
    """Bodies to which, or through which, something is sent, where that is what is asked for."""
    if found := _through(question, passage):
        return found
    if is_asked(question.text) and (found := named_in(passage)):
        return found
    return _gathering(question, passage)


def named_in(passage: Passage) -> list[str]:
    """Bodies to which something is sent, as written: named after "về", "gửi", "qua".

    Else the one that a duty opens with: "Báo cáo Sở Y tế về kết quả".
    """
    text = passage.text
    found = list(dict.fromkeys(text[start:end] for start, end in _sent_to(text)))
    report = None if found else _REPORT.match(fold_chars(text))
    end = known_end(text, report.end()) if report else 0
    if report and end > report.end():
        return [text[a:b] for a, b in ((report.end(), end), *_listed(text, end))]
    sent = None if found else _SENT.search(text)
    return [sent["whom"]] if sent else found


def _through(question: Question, passage: Passage) -> list[str]:
    """Whom something goes through on its way, where that is asked: "(qua Phòng Nội vụ)"."""
    if not says(_THROUGH_ASKED, question.text):
        return []
    found = (m["aside"] or m["whom"] for m in _THROUGH.finditer(passage.text))
    return list(dict.fromkeys(name.strip() for name in found))


def _gathering(question: Question, passage: Passage) -> list[str]:
    """Bodies to which others report "để tổng hợp", where who gathers the results is asked for.

    Those who are to report are no answer, though the duty is theirs.
    """
    if not says(_GATHERS, question.text):
        return []
    text, folded = passage.text, fold_chars(passage.text)
    found = (text[a:b] for a, b in _sent_to(text) if _GATHERED.match(folded, b))
    return list(dict.fromkeys(found))


def _sent_to(text: str) -> Iterator[tuple[int, int]]:
    for match in _TO.finditer(fold_chars(text)):
        end = known_end(text, match.end())
        if end > match.end() and text[match.end()].isupper():
            yield match.end(), end
            yield from _listed(text, end)


def _listed(text: str, end: int) -> Iterator[tuple[int, int]]:
    """The bodies that follow one that ends at ``end``: "Sở Y tế, Sở Tài chính và Công an tỉnh"."""
    while joined := _AND.match(text, end):
        start, end = joined.end(), known_end(text, joined.end())
        if end == start:
            return
        yield start, end
