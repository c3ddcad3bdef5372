"""From a passage to the short answer: an agency, a figure, a date, a number, a sentence.

Always words of the plan itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, field

from indexer.documents import DocumentInfo
from indexer.index import Passage
from indexer.succession import day_of
from indexer.text import fold_chars, words
from service.answer import contents, goals, imprint
from service.answer.dates import deadline_of
from service.answer.named import bodies_of_kind
from service.answer.quantities import amount_of, figure_of
from service.answers import Intent
from service.query import occasions, offices, recipients
from service.query.asked import asked, says
from service.query.bodies import is_kind
from service.query.cues import TOTAL
from service.query.cues_en import BUDGET
from service.query.question import Question
from service.query.subject import names_of, names_on, parts_of
from service.retrieve import cited, sentences
from service.retrieve.stating import counts_asked, has_phone, is_aim

#: Letters before a year that tell whether it is that of the plan's name.
_NAMED = 20
_ACTING = ("lead", "perform", "requested")
_WITH_WHOM = re.compile(
    r"phoi hop|cung voi|\bnao (?:se |phai )?cung\b|with whom|coordinat|cung nhung ai"
    r"|\bworks? (?:together )?with\b"
)
#: Who helps, not with whom: whoever leads is no answer.
_HELPER_ASKED = re.compile(
    r"^(?:(?!\b(?:nao|ai)\b).)*\b(?:nao|ai) (?:se |phai |duoc giao )?(?:phoi hop|cung)\b"
    r"(?! voi (?:ai|nhung|cac))"
)
#: What somebody is given to do, not who does it.
_DUTY_ASKED = re.compile(
    r"\bduoc (?:giao|de nghi|phan cong) (?:\w+ ){0,2}gi\b|\bnhiem vu gi\b"
    r"|^what\b.*\b(?:asked|told|given|required|assigned)(?: or \w+)? to do\b"
)
#: Whom something is for, or who may do it: people, whom no list of bodies has.
_ENTITLED = re.compile(
    r"\b(?:ai|nhung nguoi nao|doi tuong nao) (?:se |thi |moi )?(?:duoc|co quyen|bi|khong duoc)\b"
    r"(?! (?:giao|phan cong|uy quyen|chi dinh|cu|moi|lap|thanh lap|yeu cau|de nghi|phep quyet))"
    r"|\bwho (?:may|can|is (?:entitled|eligible|allowed))\b"
)
#: Whoever does it, where no table knows them: "… do người đứng đầu cơ quan thực hiện".
_BY = re.compile(
    r"\bdo (?!vậy|đó|yêu cầu|điều kiện|nguyên nhân|thiên tai|thiếu|không|chưa|ảnh hưởng|nhu cầu|có"
    r"|quá|việc|hậu quả)(?P<who>[^\W\d_][^,.;:()|\n]{4,80}?) "
    r"(?:thực hiện|quyết định|phê duyệt|chủ trì|tổ chức|đảm nhiệm|phụ trách|chịu trách nhiệm)\b"
)
_LEADS = re.compile(r"\bchu tri\b|\bdau moi\b|\bleads?\b|\bin charge\b")
_WHITHER = re.compile(r"\bđâu\b|\bwhere\b")
_AMOUNT_ASKED = re.compile(
    rf"bao nhieu|how much|how many|\bcost|billion|\bprice tag\b|{TOTAL}|{BUDGET}"
    r"|\bmuc (?:ho tro|chi|thuong|phat|tro cap|luong|dong|vay|thu)\b(?!.*\b(?:nguon|dau|ai)\b)"
)


@dataclass(frozen=True, slots=True)
class Extract:
    """A short answer and, for agencies, the role; ``answer`` None when the passage states none.

    ``told``: which of the kinds asked for it tells.
    """

    answer: str | None
    role: str | None = None
    told: tuple[Intent, ...] = field(default=(), compare=False)


def extract(question: Question, passage: Passage, info: DocumentInfo) -> Extract:
    """The answer one passage gives to ``question``; whatever else it states is told after it."""
    if question.subject:
        chief = _duty_of(question.subject, question, passage, info)
    else:
        chief = _one(question.intent, question, passage, info)
    if chief.answer is None:
        return chief
    answers = {question.intent: chief.answer}
    for kind in question.also:
        if kind == "funding" and not passage.clause.facts.funding:
            continue  # money has clauses of its own; the next best sentence would be none
        if answer := _one(kind, question, passage, info).answer:
            answers[kind] = answer
    others = (a for a in answers.values() if a == chief.answer or a not in chief.answer)
    return Extract("; ".join(dict.fromkeys(others)), chief.role, tuple(answers))


def _one(kind: Intent, question: Question, passage: Passage, info: DocumentInfo) -> Extract:
    match kind:
        case "agency":
            return _agency(question, passage)
        case "target":
            wanted = asked(question.reading)
            if wanted.money and not wanted.share:
                return Extract(amount_of(question, passage))
            return Extract(_target(question, passage, info))
        case "deadline":
            return Extract(_dated(deadline_of(question, passage), passage, info))
        case "legal":
            return Extract(cited.told(question, passage, info))
        case "funding":
            return Extract(_funding(question, passage))
        case "metadata":
            return Extract(imprint.told(question, passage, info))
        case _ if asked(question.reading).phone and not has_phone(passage.text):
            return Extract(None)
        case _ if asked(question.reading).number_of and not counts_asked(question, passage):
            return Extract(None)
        case _:
            return _duty(question, passage)


def _target(question: Question, passage: Passage, info: DocumentInfo) -> str | None:
    """The figure; with what it is of where a target as such is asked for ("Chỉ tiêu về … là gì?").

    "Phấn đấu 100%" alone would tell nothing of it. What is to be reached is not how things stand.
    """
    if asked(question.reading).today and is_aim(passage):
        return None
    told = figure_of(question, passage)
    if told is None and asked(question.reading).how_much and not asked(question.reading).names:
        return amount_of(question, passage)  # "How much extra per month does the city give?"
    if told is None or not goals.asks(question):
        return told
    if goals.of_whole(question, info) and not goals.aims(passage.text):
        return None
    sentence = sentences.nearest(question, passage.text)
    return sentence if told in sentence else told


def _dated(told: str | None, passage: Passage, info: DocumentInfo) -> str | None:
    """The words "kể từ ngày ký" with the document's own day, where that is known whole.

    None where what is told only ends the plan's name: "Trên đây là Kế hoạch … năm 2025."
    """
    if not told or _ends_title(told, passage.text, info.title):
        return None
    if not occasions.is_signing(told) or not info.date or info.date.count("-") != 2:
        return told
    return f"{told} ({'/'.join(reversed(info.date.split('-')))})"


def _ends_title(told: str, text: str, title: str) -> bool:
    """Whether what is told stands in a text only as it does in the title, words before it too."""
    text, title, told = (" ".join(words(fold_chars(t))) for t in (text, title, told))
    before = f" {text} ".split(f" {told} ")[:-1]
    return bool(before) and all(f"{b[-_NAMED:]} {told}".strip() in title for b in before)


def _agency(question: Question, passage: Passage) -> Extract:
    """Those who lead; else who perform or are asked to; else who coordinate; else who is named.

    Nobody where the passage names nobody, no company where one is asked for, or only partners and
    who leads is asked for: whoever issued the plan is told apart (``issuing``). Where something
    goes ("về đâu") may be a place: the sentence tells.
    """
    if "cong ty" in question.bodies and not bodies_of_kind(question, passage):
        return Extract(None)
    if office := offices.office_of(question):
        held = offices.holder(office, passage.text)
        if held or offices.of_deputy(office, passage.text):
            return Extract(held)
    if names := recipients.told(question, passage):
        return Extract("; ".join(names), None)
    if says(_DUTY_ASKED, question.text):
        return _duty(question, passage)
    if people := _people(question, passage):
        return people
    partners = says(_WITH_WHOM, question.text)
    acting = _acting(question, passage, partners)
    if acting.role == "requested" and "dau moi" in fold_chars(question.reading):
        # Whoever all are asked to write to is the one in charge, not those who are asked.
        acting = Extract("; ".join(recipients.named_in(passage)) or acting.answer, None)
    if acting.answer:
        return acting
    return _named(question, passage)


def _named(question: Question, passage: Passage) -> Extract:
    """Who is named without a part, else by the words around; where something goes, the sentence."""
    known = passage.clause.facts.agencies
    said = {*words(fold_chars(question.reading))}
    # "Ai kiện toàn Đội kiểm tra?" does not ask for the team.
    named = [a for a in dict.fromkeys(a.as_written for a in known) if not _in(a, said)]
    # With partners and no one they help, whoever else is named has no part either.
    if named and not any(a.partner for a in known):
        return Extract("; ".join(named[:4]), None)
    if by := _BY.search(passage.text):
        return Extract(by["who"], None)
    whither = _WHITHER.search(question.reading.lower())
    return Extract(sentences.nearest(question, passage.text) if whither else None)


def _in(name: str, said: Set[str]) -> bool:
    """Whether a question says a name: of less than three words any, "Trung tâm", may be meant."""
    return len(own := words(fold_chars(name))) > 2 and {*own} <= said


def _people(question: Question, passage: Passage) -> Extract | None:
    """Who may do something, or is part of it, where that is asked: no list of bodies has them."""
    entitled = says(_ENTITLED, question.text)
    if not entitled and not contents.asks_who(question):
        return None
    sentence = sentences.nearest(question, passage.text)
    # Whoever sets up a team is none of it.
    return Extract(sentence if entitled or contents.tells_who(sentence) else None)


def _acting(question: Question, passage: Passage, partners: bool = False) -> Extract:
    """Who acts, in the strongest role there is; only those of the kind asked for where one does."""
    agencies = passage.clause.facts.agencies
    fitting = tuple(a for a in agencies if a.role and is_kind(a.as_written, question.bodies))
    if question.bodies and not fitting and (named := bodies_of_kind(question, passage)):
        return Extract("; ".join(named), None)
    agencies = fitting or agencies
    order = ("coordinate", *_ACTING) if partners else (*_ACTING, "coordinate")
    # A body that coordinates by its own heading answers; a partner named in the duty does not, but
    # may have to where nobody else is named and no one who leads is asked for.
    if not partners and not any(a.role in _ACTING for a in agencies):
        leads = says(_LEADS, question.reading)
        agencies = tuple(a for a in agencies if not a.partner) or (() if leads else agencies)
    for role in order:
        names = list(dict.fromkeys(a.as_written for a in agencies if a.role == role))
        if names:
            if role == "coordinate" and partners:
                lead = [a.as_written for a in agencies if a.role == "lead"]
                names = _partners(question, lead, names)
            return Extract("; ".join(names[:6]), role)
    return Extract(None)


def _partners(question: Question, lead: Sequence[str], names: Sequence[str]) -> list[str]:
    """Who works with whom: all of them, or who helps the one that the question names."""
    said = {*words(fold_chars(question.reading))}
    helps = says(_HELPER_ASKED, question.reading)
    every = dict.fromkeys(names if helps else (*lead, *names))
    return [name for name in every if not _in(name, said)] or list(every)


def _duty(question: Question, passage: Passage) -> Extract:
    """The sentence that answers, with who must do it in front where the plan says so."""
    row = _is_short_row(passage)
    sentence = _sentence(question, passage)
    acting = _acting(question, passage)
    # With partners alone, the part told would be theirs, not that of whoever the sentence binds.
    bound = row or any(a.role and not a.partner for a in passage.clause.facts.agencies)
    theirs = acting.role == "coordinate" and not bound
    if not acting.answer or theirs or passage.clause.part in ("front", "back"):
        return Extract(sentence)
    if row or fold_chars(acting.answer) in fold_chars(sentence):
        return Extract(sentence, acting.role)
    return Extract(f"{acting.answer}: {sentence}", acting.role)


def _sentence(question: Question, passage: Passage) -> str:
    """The sentence that answers; a row tells as a whole: what, who, when."""
    if _is_short_row(passage):
        return sentences.row(passage.text)
    return sentences.nearest(question, passage.text)


def _is_short_row(passage: Passage) -> bool:
    return passage.clause.kind == "row" and len(passage.text) <= sentences.LONGEST


def _duty_of(body: str, question: Question, passage: Passage, info: DocumentInfo) -> Extract:
    """What the passage says of one body, with the part that the body itself plays in it."""
    mine = parts_of(names_of(body), passage)
    mine = mine or parts_of(names_on(body, day_of(info)), passage)
    if not mine or mine[0].role is None:  # only mentioned, in the work of others
        return _duty(question, passage)
    sentence = _sentence(question, passage)
    role = "coordinate" if mine[0].partner else mine[0].role
    name = mine[0].as_written
    if fold_chars(sentence) in fold_chars(name):  # a cell with nothing but the body
        sentence = sentences.shortened(sentences.plain(passage.text))
    told = fold_chars(name) in fold_chars(sentence)
    return Extract(sentence if told else f"{name}: {sentence}", role)


def _funding(question: Question, passage: Passage) -> str | None:
    """The amount asked for; else the sources, all of them where the passage is short enough."""
    if asked(question.reading).share:
        return figure_of(question, passage) or sentences.nearest(question, passage.text)
    if says(_AMOUNT_ASKED, question.text):
        return amount_of(question, passage)
    whole = sentences.plain(passage.text)
    return whole if len(whole) <= sentences.LONGEST else sentences.nearest(question, passage.text)
