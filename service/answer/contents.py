"""What stands under one heading of a plan, or behind "gồm:", told whole and in its order.

"Đoàn kiểm tra gồm những ai?", "Các khẩu hiệu là gì?": any one item, or whoever draws up the list,
would be no answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from indexer.documents import DocumentInfo
from indexer.index import Passage
from indexer.text import fold_chars, words
from service.answer import theme
from service.query import existence
from service.query.notions import Notion
from service.query.question import Question
from service.retrieve import sentences

#: What things are of which plans have lists under headings of their own.
_KINDS = (
    r"nội dung|đối tượng|trường hợp|khẩu hiệu|hình thức|nguyên tắc|tiêu chí|tiêu chuẩn|điều kiện"
    r"|hồ sơ|giấy tờ|tài liệu|danh mục|nhóm|loại|chuyên đề|hạng mục|dự án|công trình|giải pháp"
    r"|bước"
)
#: What asks for a list, with marks.
_ASKED = re.compile(
    r"\bgồm (?:có )?(?:những|các|ai|gì)\b|\bmời (?:những )?ai\b"
    r"|\bthành phần\b[^?]{0,80}\b(?:ai|gì|nào)\b"
    r"|\b(?:danh sách|liệt kê) (?:các|những)\b"
    r"|^(?:các|những) [^?,]{2,80} (?:là|gồm) (?:những )?(?:gì|ai)\b"
    rf"|\b(?:những|các) (?:{_KINDS})\b[^?,]{{0,40}} (?:nào|gì)\b"
)
#: And where there are but a few words.
_NAMED = re.compile(
    r"^(?:thành phần|danh sách|các (?:bước|khẩu hiệu|nguyên tắc|tiêu chí|hình thức|trường hợp))\b"
)
_ASKED_EN = re.compile(
    r"\bwho (?:attends?|(?:is|are|sits?) on|makes? up)\b|\bconsists? of\b|\bcompris"
    r"|\bmade up of\b|\bwho are the members of\b|^list\b|^what are the\b"
)
#: People are asked for.
_WHO = re.compile(r"\b(?:gom|la|nhung|co|moi) (?:co )?(?:nhung )?ai\b|^who\b|\bmembers\b")
#: Folded, how a heading or a line says that people stand under it.
_OF_PEOPLE = re.compile(r"\b(?:thanh phan|thanh vien|gom|doi tuong|co cau|danh sach|dai bieu)\b")
_CONSISTS = re.compile(
    r"\bgom\b|\bthanh phan\b[^.;]{0,40}(?:\bla\b|:)|\b(?:truong doan|thanh vien)\b[^.;]{0,12}:"
)
#: An item that is a person: "4.1. Ông Hoàng Văn Mẫu - Trưởng đoàn: …".
_PERSON = re.compile(r"\W*(?:\d[\d.]*\s*)?(?:Ông|Bà|Đồng chí|Đ/c)\b")
_MEMBERS = re.compile(r"\b(?:thanh phan|thanh vien|dai bieu)\b")
#: A heading of so many words says little beside what it names.
_SHORT = 7
#: Folded notions that ask for a list, not for one in particular.
_FRAME = re.compile(
    r"gom|bao gom|nhung|cac|co|duoc|phai|xet|nao|ai|gi|nhung gi|nhung ai|danh sach|liet ke"
    r"|thanh phan|thanh vien|du|tham du|tham gia|cu the|nhu the nao"
    r"|who|what|list|members?|attends?|consists?|comprises?|made|up"
)
#: A list of fewer is none; of more, a chapter of the plan.
_LEAST, _MOST = 2, 40
#: Something said that weighs less may be missing around a list.
_TELLING = 0.5


def asks(question: Question) -> bool:
    """Whether a question asks for all that is under one heading."""
    if question.intent not in ("agency", "passage", "target") or question.also or question.subject:
        return False
    reading = question.reading.lower()
    asked = _ASKED_EN if question.language == "en" else _ASKED
    named = question.keywords and _NAMED.search(reading)
    return bool(named or asked.search(reading)) and not existence.asks(question.text)


def asks_who(question: Question) -> bool:
    """Whether it asks for people who are parts of something."""
    return asks(question) and bool(_WHO.search(fold_chars(question.reading)))


def tells_who(text: str) -> bool:
    """Whether a sentence says of whom something consists."""
    return bool(_CONSISTS.search(fold_chars(text)))


def items(question: Question, info: DocumentInfo, plan: Sequence[Passage]) -> list[Passage]:
    """The list that a question means, in the plan's order, of its passages ``plan``.

    It stands under words that name it and, with the headings above them and the plan's title, say
    all that is asked. [] where there is none, or more than one may be meant.
    """
    wanted = theme.less_places(theme.asked(question, _FRAME), question)
    if not wanted:
        return []
    sought = _Sought(question, info, wanted, asks_who(question))
    named = [
        (
            _weight(theme.left(wanted, above[-1:], question)),
            len(words(above[-1])),
            found,
        )
        for above, found in _lists(plan).items()
        if _LEAST <= len(found) <= _MOST and _is_meant(sought, above, found)
    ]
    nearest = min((one[:2] for one in named), default=None)
    found = [found for *near, found in named if tuple(near) == nearest]
    whole = max(found, key=len, default=[])
    return whole if all(p in whole for some in found for p in some) else []


def said(passage: Passage) -> str:
    """What an item says: whole, or its first sentences where it is long."""
    text = sentences.row(passage.text) if passage.clause.kind == "row" else passage.text
    return sentences.plain(sentences.first(text.rstrip(" .;,\n")))


def _lists(plan: Sequence[Passage]) -> dict[tuple[str, ...], list[Passage]]:
    """What stands under each heading, or line that ends as one, by all of those above it."""
    lists: dict[tuple[str, ...], list[Passage]] = {}
    for passage in plan:
        if passage.clause.kind != "closing" and not passage.text.rstrip().endswith(":"):
            for depth in range(len(passage.context)):
                lists.setdefault(passage.context[: depth + 1], []).append(passage)
    return lists


class _Sought(NamedTuple):
    """What is asked of one plan: ``wanted`` of its lists, and whether people (``asks_who``)."""

    question: Question
    info: DocumentInfo
    wanted: Sequence[Notion]
    people: bool


def _is_meant(sought: _Sought, above: tuple[str, ...], found: Sequence[Passage]) -> bool:
    """Whether a list ``found`` under these headings may be the one that is asked for."""
    question, info, wanted, people = sought
    heading = fold_chars(above[-1])
    short = len(words(heading)) <= _SHORT
    members = people and all(_PERSON.match(p.text) for p in found)
    if people and not members and not _OF_PEOPLE.search(heading):
        return False
    left = theme.left(wanted, above[-1:], question)
    if not short and _weight(left) > _weight(wanted) / 2:
        return False  # it is on something else, of which this is said too
    if wanted[0] in left and not (people and short and (members or _MEMBERS.search(heading))):
        return False
    around = (*above, info.title, info.issuer or "", *(p.text for p in found[:1] if members))
    return all(n.weight < _TELLING for n in theme.left(wanted, around, question))


def _weight(notions: Sequence[Notion]) -> float:
    return sum(n.weight for n in notions)
