"""From a passage to the short answer: an agency, a figure, a date, a number, a sentence.

Always words of the plan itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.documents import DocumentInfo, Span
from indexer.index import Passage
from indexer.text import fold_chars, number_token, terms
from service.question import Question
from service.stating import asked, figure

_SENTENCE = re.compile(r"[^.;]+(?:\.(?=\d)[^.;]+)*[.;]?")
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Extract:
    """A short answer and, for agencies, the role; ``answer`` None when the passage states none."""

    answer: str | None
    role: str | None = None


def extract(question: Question, passage: Passage, info: DocumentInfo) -> Extract:
    """The answer one passage gives to ``question``."""
    match question.intent:
        case "agency":
            return _agency(question, passage, info)
        case "target":
            return Extract(_nearest(question, passage, _figures(question, passage)))
        case "deadline":
            return Extract(_deadlines(question, passage))
        case "legal":
            return Extract(_law(question, passage, info))
        case "funding":
            return Extract(_funding(question, passage))
        case "metadata":
            return Extract(_metadata(question, passage, info))
        case _:
            return Extract(_sentence(question, passage.text))


def _agency(question: Question, passage: Passage, info: DocumentInfo) -> Extract:
    """Those who lead; else who perform or are asked to; else who coordinate; else the issuer."""
    agencies = passage.clause.facts.agencies
    wants_partners = bool(
        re.search(r"phoi hop|cung voi|with whom|coordinat|cung nhung ai", fold_chars(question.text))
    )
    order = ("lead", "perform", "requested", "coordinate")
    if wants_partners:
        order = ("coordinate", "lead", "perform", "requested")
    # A body that coordinates by its own heading answers; a partner named in the duty does not.
    if not wants_partners and not any(a.role in order[:3] for a in agencies):
        agencies = tuple(a for a in agencies if not a.partner) or agencies
    for role in order:
        names = list(dict.fromkeys(a.as_written for a in agencies if a.role == role))
        if names:
            if wants_partners and role == "coordinate":
                lead = [a.as_written for a in agencies if a.role == "lead"]
                names = list(dict.fromkeys([*lead, *names]))
            return Extract("; ".join(names[:6]), role)
    named = list(dict.fromkeys(a.as_written for a in agencies))
    if named:
        return Extract("; ".join(named[:4]), None)
    return Extract(info.issuer, None) if passage.clause.part == "plan" else Extract(None)


def _figures(question: Question, passage: Passage) -> Sequence[tuple[str, Span]]:
    """The figures of a passage; shares only, where a share is asked for and one is there."""
    targets = passage.clause.facts.targets
    if asked(question.text).share:
        targets = tuple(t for t in targets if t.unit == "%") or targets
    return [(t.quote, t.span) for t in targets]


def _nearest(
    question: Question, passage: Passage, options: Sequence[tuple[str, Span]]
) -> str | None:
    """The figure whose own stretch of the sentence shares most with the question."""
    if not options:
        return figure(passage)
    wanted = set(question.content)
    base = passage.clause.start
    best, best_score = options[0][0], -1.0
    following = [*(span.start - base for _, span in options[1:]), len(passage.text)]
    for k, (quote, span) in enumerate(options):
        start, stop = _boundary(passage.text, span.start - base), span.end - base
        parted = _boundary(passage.text, following[k])
        end = parted if parted >= stop else max(stop, following[k])
        stretch = set(terms(passage.text[start:end]))
        score = sum(1.0 for t in wanted if t in stretch) - 0.01 * k
        if score > best_score:
            best, best_score = quote, score
    return best


def _boundary(text: str, at: int) -> int:
    """Where the part of the sentence that holds ``at`` begins."""
    return max(text.rfind(";", 0, at), text.rfind(". ", 0, at), text.rfind(" | ", 0, at)) + 1


def _deadlines(question: Question, passage: Passage) -> str | None:
    found = [d for d in passage.clause.facts.deadlines]
    if not found:
        return None
    strong = [d for d in found if d.kind != "period"] or found
    return "; ".join(dict.fromkeys(d.text for d in strong[:4]))


def _law(question: Question, passage: Passage, info: DocumentInfo) -> str | None:
    """The document asked for by number, and no other; else all that are cited.

    A plan's own number in the question says which plan is meant, not what it cites.
    """
    laws = passage.clause.facts.laws
    wanted = set(question.numbers) - {number_token(info.number or "")}
    if wanted:
        return next((law.number for law in laws if number_token(law.number) in wanted), None)
    return "; ".join(dict.fromkeys(law.number or law.name or "" for law in laws[:4])) or None


def _funding(question: Question, passage: Passage) -> str | None:
    facts = passage.clause.facts.funding
    amounts = [(f.text, f.span) for f in facts if f.amount is not None]
    wants_amount = bool(
        re.search(
            r"bao nhieu|how much|how many|\bcost|billion|tong kinh phi", fold_chars(question.text)
        )
    )
    if wants_amount and amounts:
        return _nearest(question, passage, amounts)
    if facts and not wants_amount:
        return _sentence(question, passage.text)
    return _sentence(question, passage.text)


def _means_another(question: Question, info: DocumentInfo) -> bool:
    """Whether the question names a document of this one's kind by a number that is not its own.

    "Ai ký Kế hoạch 617/KH-UBND?" asks nothing of 552/KH-UBND, but may well of 20/QĐ-UBND.
    """
    own = _parted(number_token(info.number or ""))
    named = [_parted(number) for number in question.numbers]
    return own not in named and any(code == own[1] for _, code in named)


def _parted(token: str) -> tuple[int, str]:
    """``"#0617khubnd"`` → ``(617, "khubnd")``."""
    code = token.lstrip("#0123456789")
    return int(token[1 : len(token) - len(code)] or 0), code


def _metadata(question: Question, passage: Passage, info: DocumentInfo) -> str | None:
    if _means_another(question, info):
        return None
    folded = fold_chars(question.text)
    out = []
    if (
        re.search(r"\bky\b|signed|nguoi ky", folded)
        and info.signer
        and not re.search(r"ky ngay", folded)
    ):
        out.append(info.signer)
    if re.search(r"\bso\b|number|so hieu", folded) and info.number:
        out.append(info.number)
    if re.search(r"ngay|khi nao|when|date|issued|bao gio", folded) and info.date:
        out.append(_written_date(passage.text) or info.date)
    if re.search(r"co quan nao|ai ban hanh|which body|who issued", folded) and info.issuer:
        out.append(info.issuer)
    return "; ".join(out) or info.number or info.date


def _written_date(text: str) -> str | None:
    found = re.search(r"\d{1,2} tháng \d{1,2} năm \d{4}|\d{1,2}/\d{1,2}/\d{4}", text)
    return found.group() if found else None


def _sentence(question: Question, text: str) -> str:
    """The sentence that shares most with the question, shortened at a word."""
    wanted = set(question.content)
    parts = [m.group().strip() for m in _SENTENCE.finditer(text) if m.group().strip()]
    if not parts:
        return text[:_LONGEST]
    best = max(parts, key=lambda s: len(wanted & set(terms(s))))
    return best if len(best) <= _LONGEST else best[: best.rfind(" ", 0, _LONGEST)] + "…"
