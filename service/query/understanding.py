"""From what was typed to a question of this index: follow-ups made whole, slips mended, filters."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from indexer import reference
from indexer.documents import DocumentInfo
from indexer.index import Index
from indexer.text import fold_chars, has_marks
from service.answers import Correction
from service.query import outsiders, scope
from service.query.followup import follow
from service.query.question import Question, clean, clear, language_of, understand
from service.query.scope import Sent
from service.query.shorthand import opened
from service.query.spelling import corrected, corrected_english

#: Fewer letters behind polite words ask nothing.
_LEAST = 6
#: How officials begin to ask, folded, as they would a colleague: "Đề nghị cho biết người ký …".
_POLITE = re.compile(
    r"(?:kinh )?(?:(?:de nghi|xin|vui long|lam on|nho|hay)(?: \w+)? )?"
    r"(?:cho (?:(?:toi|minh|em|anh|chung toi) )?(?:biet|hoi)|xin hoi)(?: ro| them)?[,:]? (?=\S)"
    r"|(?:please |could you |can you )+tell (?:me|us) |please (?=\w)"
)


@dataclass(frozen=True, slots=True)
class Understood:
    """A question and where it is asked. ``whole``: its text, a follow-up with what it follows.

    ``sent``: the request's filters, less those that a follow-up changes.
    """

    question: Question
    whole: str
    corrections: tuple[Correction, ...]
    sent: Sent
    infos: Sequence[DocumentInfo]


def understood(
    index: Index,
    text: str,
    sent: Sent,
    *,
    previous: str | None = None,
    without: Sequence[str] = (),
    literal: bool = False,
    lang: str | None = None,
) -> Understood:
    """Read ``text``, after ``previous`` if it follows it; ``literal``: no slips are mended.

    Raises ``BadQuestion`` for a text, a follow-up or a filter that cannot be used, ``NotFound`` for
    an unknown document or locality.
    """
    text = plain(clean(text))
    known = scope.known_places(index)
    scope.in_scope(index, sent)  # an unknown place is told, even one that a follow-up replaces
    before = clean(previous, "previous") if previous else None
    full, short = (text, ()) if literal else _opened(index, text, lang)
    followed = follow(before, full, known, _restorer(index), _places(index, sent))
    whole = text if followed.text == full else followed.text
    sent = _less(sent, followed.changed)
    mended, corrections = (whole, ()) if literal else mend(index, followed.text, lang)
    infos = scope.in_scope(index, sent)
    question = understand(mended, index.accents, known, lang, infos)
    question = outsiders.settled(index, scope.without(clear(question), without), infos)
    return Understood(question, whole, (*short, *corrections), sent, infos)


def plain(text: str) -> str:
    """A question less what only asks politely, if anything else is asked."""
    polite = _POLITE.match(fold_chars(text))
    if not polite or len(text) - polite.end() < _LEAST:
        return text
    return text[polite.end() : polite.end() + 1].upper() + text[polite.end() + 1 :]


def _opened(index: Index, text: str, lang: str | None) -> tuple[str, tuple[Correction, ...]]:
    """A question with its shorthand written out, and what was."""
    if (lang or language_of(text)) == "en":
        return text, ()
    full, slips = opened(text, index.frequency)
    read = index.accents.restore(full)
    return full, tuple(Correction(s.typed, read[s.start : s.end]) for s in slips)


def mend(index: Index, text: str, lang: str | None = None) -> tuple[str, tuple[Correction, ...]]:
    """A question without its shorthand and typing mistakes, and what they were."""
    text, short = _opened(index, text, lang)
    if (lang or language_of(text)) == "en":
        mended, slips = corrected_english(text)
        read = mended
    else:
        accents = index.accents
        mended, slips = corrected(text, index.frequency, accents.knows, accents.writes)
        read = accents.restore(mended)
        for slip in slips if has_marks(text) else ():
            mended = mended[: slip.start] + read[slip.start : slip.end] + mended[slip.end :]
    return mended, (*short, *(Correction(s.typed, read[s.start : s.end]) for s in slips))


def _restorer(index: Index) -> Callable[[str], str]:
    return lambda text: text if language_of(text) == "en" else index.accents.restore(text)


def _less(sent: Sent, changed: frozenset[str]) -> Sent:
    return Sent(
        documents=None if "locality" in changed else sent.documents,
        localities=None if "locality" in changed else sent.localities,
        levels=None if "level" in changed else sent.levels,
        years=None if "year" in changed else sent.years,
    )


def _places(index: Index, sent: Sent) -> list[str]:
    """Names of the places a request is narrowed to."""
    if not sent.localities:
        return []
    table = reference.load().province_by_name
    held = {i.locality_id: i.locality for i in index.documents() if i.locality}
    return [
        place.name if (place := table.get(fold_chars(given))) else held.get(given) or given
        for given in sent.localities
    ]
