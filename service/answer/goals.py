"""What a plan aims at, as a whole: every goal or target that stands under its goals."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from itertools import islice

from indexer.documents import DocumentInfo
from indexer.facts.targets import tells_state, year_in
from indexer.index import Passage
from indexer.text import fold_chars
from service.answer import theme
from service.query import existence
from service.query.asked import asked
from service.query.notions import Notion, unsaid
from service.query.question import Question
from service.retrieve import sentences
from service.retrieve.evidence import term_set

#: With marks: "chi tiêu" is what is spent.
_ASKED = re.compile(
    r"\b(?<!chương trình )(?:chỉ tiêu|mục tiêu)\b(?! quốc gia)"
    r"|\b(?:targets?|goals?|objectives?|indicators?)\b"
)
#: Folded: what the goals of the whole are called, as against those in particular.
_GENERAL = re.compile(
    r"\b(?:muc tieu (?:chung|tong quat)|(?:general|overall) (?:goals?|objectives?))\b"
)
#: Goals are asked for, whether or not they state a figure; else what does, or is called a target.
_GOALS = re.compile(r"\bmục tiêu\b(?! quốc gia)|\b(?:goals?|objectives?)\b")
#: What asks for something else about goals: a figure, a reason.
_ELSE = re.compile(r"\bbao nhiêu\b|\b(?:vì|tại) sao\b|\bhow (?:much|many)\b|\bwhy\b")
#: Folded notions that ask for the targets of a plan, not for one in particular.
_FRAME = re.compile(
    r"chi tieu|muc tieu|chung|tong quat|general|overall|cu the|chu yeu|chinh|co ban|trong tam"
    r"|toan bo|tat ca|ca|danh sach|liet ke"
    r"|dat ra|dat|ra|de ra|can|phai|phan dau|duoc|gom|bao gom|nam|den|het|giai doan"
    r"|targets?|goals?|objectives?|indicators?|main|key|specific|set|year|by"
)
_MARKER = (
    r"\W*(?:(?:phan|muc|dieu) )?(?:(?:[ivxlc]{1,6}|\d{1,2}(?:\.\d{1,2})*|[a-z])[.):]?\W*)?"
    r"(?:(?:cac|mot so|nhung|he thong) )?"
)
_KINDS = (
    "quan diem|muc dich|yeu cau|nguyen tac|doi tuong|pham vi|nhiem vu|giai phap|noi dung|kinh phi"
    "|to chuc|phan cong|trach nhiem"
)
#: A heading on goals names them among the kinds of thing it is on; any of another kind does not.
_ON_GOALS = re.compile(
    rf"{_MARKER}(?:(?:{_KINDS}|dinh huong|phuong huong|ket qua)[ ,;]+(?:va )?(?:cac )?)*"
    r"(?P<what>muc tieu|chi tieu)\b(?! quoc gia)"
)
_ON_OTHERS = re.compile(rf"{_MARKER}(?:{_KINDS})\b")
_OTHERS = re.compile(rf"\b(?:{_KINDS})\b")
#: Words that announce goals where no heading does: "… bằng các chỉ tiêu cụ thể như sau:".
_ANNOUNCES = re.compile(r"\b(?:muc tieu|chi tieu)\b(?! quoc gia)[^.;:]{0,40}\bsau ?:\W*$")
#: What stands under goals and is none.
_ASIDE = re.compile(rf"{_MARKER}(?:thoi (?:gian|han)|dia (?:diem|ban)) thuc hien\b")
_YEAR = re.compile(r"20\d\d")
#: Folded, a count or a share that is no fact: "ít nhất 02 vùng nuôi", "toàn bộ các xã".
_COUNTED = re.compile(
    r"\b(?:it nhat|toi thieu|khong duoi|tren|hon) \d{1,3}(?:\.?\d{3})* "
    r"(?!(?:nam|thang|ngay|gio|tuoi|nguon)\b)[a-z]|\btoan bo (?:cac|so)\b"
)
#: With marks, how a figure to reach is said.
_AIMS = re.compile(
    r"%|\b(?:phấn đấu|ít nhất|tối thiểu|tối đa|không (?:quá|dưới)|(?:trên|dưới|hơn|đạt) \d"
    r"|giảm|tăng|hoàn thành)\b"
)
#: Letters that a mere heading may have beside its marker and title.
_LITTLE = 30


def asks(question: Question) -> bool:
    """Whether a question asks for goals or targets as such, not for a figure or for who has one."""
    reading = question.reading.lower()
    if question.intent not in ("target", "passage") or question.also or question.subject:
        return False
    if asked(question.reading).share or _ELSE.search(reading):
        return False
    return bool(_ASKED.search(reading)) and not existence.asks(question.text)


def concern(question: Question, info: DocumentInfo, headings: Iterable[str]) -> bool:
    """Whether goals of a plan may be meant: its title or one of its ``headings`` says what of."""
    rest = _rest(question, info)
    return not rest or any(_says(heading, rest, question) for heading in headings)


def of_whole(question: Question, info: DocumentInfo) -> bool:
    """Whether the targets of the plan as such are asked for, not of what its title only implies."""
    wanted = _less_years(theme.asked(question, _FRAME), question)
    return asks(question) and not unsaid(wanted, (info.title,), frozenset(), ())


def items(question: Question, info: DocumentInfo, plan: Sequence[Passage]) -> list[Passage]:
    """The goals that a question means, in the plan's order, of its passages ``plan``.

    [] where it speaks of what neither the plan's title says nor a heading of the goals, or of a
    year that neither has. Those of a year that the title names are told apart from others only
    where every goal has one. Goals of the plan itself come before those of its appendices.
    """
    named, years = _years_said(question)
    found = _goals(plan, bool(_GOALS.search(question.reading.lower())))
    if rest := _rest(question, info):
        found = [p for p in found if _is_headed(p, rest, question)]
    elif wanted := _less_years(theme.asked(question, _FRAME), question):
        found = _of_part(found, wanted, question, info)
    if _GENERAL.search(fold_chars(question.reading)):
        general = [p for p in found if _is_general(p)]
        found = general or [p for p in found if not p.clause.facts.targets]
    due = [p for p in found if years & _years(p)]
    if years - named - term_set(info.title):
        return due
    return due if due and all(map(_years, found)) else found


def _is_general(passage: Passage) -> bool:
    headings = (passage.clause.title or "", *passage.context)
    return any(_GENERAL.search(fold_chars(heading)) for heading in headings)


def alike(
    question: Question, info: DocumentInfo, best: Passage, near: Iterable[Passage]
) -> list[Passage]:
    """Targets of ``near`` beside ``best`` that say, as it does, all that is asked beyond the theme.

    ``best`` comes first. [] where it does not say it, or nothing beyond the theme is asked.
    """
    rest = _rest(question, info)
    if not rest or not _says(best.text, rest, question):
        return []
    beside = (p for p in near if p.row != best.row and p.clause.parent == best.clause.parent)
    return [best, *(p for p in beside if p.clause.facts.targets and _says(p.text, rest, question))]


def aims(text: str) -> bool:
    """Whether a text says how far something is to be brought; how often it is measured does not."""
    return bool(_AIMS.search(text.lower()))


def said(passage: Passage) -> str:
    """What a goal says, whole; of one longer than an answer, its sentences from the first that fit.

    At least as far as its first figure.
    """
    clause, whole = passage.clause, passage.text.rstrip(" .;,\n")
    heading, _, below = whole.partition("\n")
    text = below if clause.title and clause.title in heading and below else whole
    gone = len(whole) - len(text)
    ends = [t.span.end - clause.start - gone for t in clause.facts.targets[:1]]
    return sentences.plain(sentences.first(text, max([0, *ends])))


def _rest(question: Question, info: DocumentInfo) -> list[Notion]:
    """What is asked beyond the plan's theme."""
    return _less_years(theme.beyond(question, info, _FRAME), question)


def _less_years(notions: Iterable[Notion], question: Question) -> list[Notion]:
    years = set[str]().union(*_years_said(question))
    return [n for n in notions if n.said not in years]


def _years_said(question: Question) -> tuple[set[str], set[str]]:
    """The years that say which plan is meant, and all that are subject words."""
    named = {m.value for m in question.mentions if m.kind == "year"}
    return named, {word for word in question.content if _YEAR.fullmatch(word)}


def _says(heading: str, notions: Sequence[Notion], question: Question) -> bool:
    return not theme.left(notions, (heading,), question)


def _is_headed(passage: Passage, rest: Sequence[Notion], question: Question) -> bool:
    """Whether one heading above says all of what is asked beyond the plan's theme."""
    return any(_says(heading, rest, question) for heading in passage.context)


def _of_part(
    found: Sequence[Passage], wanted: Sequence[Notion], question: Question, info: DocumentInfo
) -> list[Passage]:
    """Of goals that the plan's title parts ("kinh tế số, xã hội số"), those of the part asked for.

    All, unless some heading says what is asked and those of each other goal say another word of the
    title: a heading that only repeats the theme takes no goal from it.
    """
    mine = [p for p in found if _is_headed(p, wanted, question)]
    heard = frozenset[str]().union(*(term_set(h) for p in mine for h in p.context))
    other = term_set(info.title) - heard - set(question.content)
    rest = [p for p in found if p not in mine]
    parted = all(any(other & term_set(h) for h in p.context) for p in rest)
    return mine if mine and parted else [*found]


def _goals(plan: Sequence[Passage], any_goal: bool) -> list[Passage]:
    above = {p.clause.parent for p in plan}
    whole = [p for p in plan if _is_goal(p, above, any_goal)]
    own = [p for p in whole if p.clause.part != "appendix"]
    return own or _announced(plan) or [p for p in whole if p.clause.facts.targets]


def _announced(plan: Sequence[Passage]) -> list[Passage]:
    """Figures to reach that stand behind words that announce them, beside these or below."""
    at: dict[str | None, int] = {}
    for p in plan:
        text = p.text.rstrip()
        if text.endswith(":") and _ANNOUNCES.search(fold_chars(text)) and not tells_state(text):
            at = {p.clause.parent: p.row, p.clause.path: p.row} | at
    at.pop(None, None)
    return [p for p in plan if p.clause.facts.targets and p.row > at.get(p.clause.parent, p.row)]


def _is_goal(passage: Passage, above: Collection[str | None], any_goal: bool) -> bool:
    """Whether a passage is a goal that is meant: any one, or what states a figure or is a target.

    What states none is called a target by the heading right above.
    """
    what = _heading(passage)
    if what is None or passage.clause.facts.targets:
        return what is not None
    any_goal = any_goal or bool(_COUNTED.search(fold_chars(passage.text)))
    called = what == "chi tieu" and _ON_GOALS.match(fold_chars(passage.context[-1]))
    return bool(what if any_goal else called) and _is_one(passage, above)


def _is_one(passage: Passage, above: Collection[str | None]) -> bool:
    """Whether a passage says something itself: no mere heading, nor how things stand today.

    ``above``: paths of what has passages below.
    """
    clause, text = passage.clause, passage.text.rstrip()
    heads = clause.path in above and (
        text.endswith(":") or len(text) <= len(clause.marker) + len(clause.title or text) + _LITTLE
    )
    return not heads and not tells_state(text) and not _ASIDE.match(fold_chars(text))


def _heading(passage: Passage) -> str | None:
    """What the nearest heading that tells is on: goals, targets, "" with other things as well.

    None where it is on other things alone, or there is none.
    """
    if passage.clause.part in ("front", "back"):
        return None
    for heading in map(fold_chars, reversed(passage.context)):
        if on := _ON_GOALS.match(heading):
            return "" if _OTHERS.search(heading) else on["what"]
        if _ON_OTHERS.match(heading):
            return None
    return None


def _years(passage: Passage) -> set[str]:
    """The years to reach a goal in: of its figures, else of the nearest heading that has one."""
    clause = passage.clause
    stated = {t.by for t in clause.facts.targets if t.by}
    headings = (clause.title or "", *reversed(passage.context))
    above = (year for heading in headings if (year := year_in(heading)))
    return stated or {*islice(above, 1)}
