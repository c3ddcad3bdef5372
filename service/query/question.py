"""What the user means: language, restored accents, abbreviations, intent, places, terms.

Everything here is a pure function of the question and the index's vocabulary; no ranking.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from indexer import reference
from indexer.accents import AccentModel
from indexer.documents import DocumentInfo
from indexer.errors import BadQuestion
from indexer.facts.names import canonical, known_end
from indexer.index.lexical import marked
from indexer.syllables import is_possible
from indexer.text import (
    collapse,
    fold_chars,
    has_marks,
    nfc,
    terms,
    words,
)
from service.answers import Intent
from service.query import marks, notions, numbers
from service.query.bodies import asked_body
from service.query.intents import content_words, intents_of, is_keywords
from service.query.mentions import Mention, blanked, mentions_in
from service.query.notions import Notion
from service.query.places import Known
from service.query.subject import subject_of
from service.query.synonyms import Synonym, borrowed, classes_of, synonyms_of
from service.query.translate import translate

MAX_CHARS = 500
_HEAD = 4
_KIND_OF_PLACE = re.compile(r"(?:(?:tỉnh|thành phố|tp\.?|huyện|xã|phường) )?", re.IGNORECASE)

#: English words that cannot be Vietnamese syllables: one is enough to know the language. ("it" is
#: left out: who types no marks writes "ít" so.)
_ENGLISH = frozenset(
    w
    for w in words(
        "which what who whom whose where when why how of for from by with are is was must does did "
        "and should much many per their this that between into under after before about will "
        "have has agency department deadline target plan responsible"
    )
    if not is_possible(w)
)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060\ufeff]")

_MARKUP = re.compile(r"</?[a-zA-Z!][^<>]*>")


@dataclass(frozen=True, slots=True)
class Question:
    """A question understood. ``reading``: with accents restored and abbreviations opened.

    ``content``: folded words that carry the subject (question words left out), in order.
    ``weighted``: terms for BM25. ``keywords``: a few words, not a question.
    ``also``: what else is asked.
    ``mentions``: the places, years, levels and documents it names as where to look.
    ``bodies``: the kinds of body asked for ("Sở nào"), () for any.
    ``subject``: the body whose duty is asked for ("Sở Tài chính làm gì?").
    ``notions``: what an answer has to speak of.
    """

    text: str
    reading: str
    language: str
    intent: Intent
    weighted: tuple[tuple[str, float], ...]
    content: tuple[str, ...]
    numbers: tuple[str, ...]
    mentions: tuple[Mention, ...]
    keywords: bool
    also: tuple[Intent, ...] = ()
    bodies: tuple[str, ...] = ()
    synonyms: tuple[Synonym, ...] = ()
    subject: str | None = None
    notions: tuple[Notion, ...] = ()

    @property
    def head(self) -> tuple[str, ...]:
        """The first subject words: mostly what is done, before to whom and where."""
        return self.content[:_HEAD]

    @property
    def places(self) -> tuple[str, ...]:
        """Ids of the places asked about."""
        return self._mentioned(excluded=False)

    @property
    def outside(self) -> tuple[str, ...]:
        """Ids of the places left out ("trừ Hải Dương")."""
        return self._mentioned(excluded=True)

    def _mentioned(self, excluded: bool) -> tuple[str, ...]:
        chosen = (m for m in self.mentions if m.kind == "locality" and m.excluded == excluded)
        return tuple(dict.fromkeys(m.value for m in chosen))


def clean(text: str, field: str = "question") -> str:
    """NFC, control characters out, spaces collapsed; ``BadQuestion`` when nothing is left."""
    cleaned = collapse(_CONTROL.sub(" ", nfc(text)))
    if not cleaned:
        raise BadQuestion(
            "Câu hỏi trống: hãy gõ vài chữ. / The question is empty: type a few words.", field
        )
    if len(cleaned) > MAX_CHARS:
        raise BadQuestion(
            f"Câu hỏi dài {len(cleaned)} ký tự; tối đa {MAX_CHARS}. / "
            f"The question has {len(cleaned)} characters; at most {MAX_CHARS}.",
            field,
        )
    if not any(unicodedata.category(c)[0] in "LN" for c in cleaned):
        raise BadQuestion(
            "Câu hỏi không có chữ hay số nào. / The question has no letter or digit.", field
        )
    return cleaned


def clear(question: Question, field: str = "question") -> Question:
    """The question, if it says what is looked for; else ``BadQuestion``.

    It does by a subject, a number, a place or a body, or by asking about the documents themselves
    ("ai ký?", "căn cứ vào đâu?"); not by words that only ask, by a letter alone, or by markup.
    """
    speaks = any(len(notion.said) > 1 for notion in question.notions)
    speaks = speaks or question.intent in ("metadata", "legal")
    named = question.numbers or question.mentions or question.subject or question.bodies
    if _MARKUP.search(question.text) or not (speaks or named):
        raise BadQuestion(
            "Hãy viết rõ hơn: nói việc, con số hay văn bản cần tìm bằng vài chữ. / "
            "Please say more: name the work, the figure or the document in a few words.",
            field,
        )
    return question


@lru_cache(maxsize=256)  # of one question it is asked several times
def language_of(text: str) -> str:
    """``"en"`` or ``"vi"``: English by a word that only English has, or by most words."""
    loud = text.isupper()
    found = [w.lower() for w in words(text) if w.isalpha() and (loud or not _is_short(w))]
    if any(w in _ENGLISH for w in found):
        return "en"
    plain = [w for w in found if not has_marks(w)]
    foreign = [w for w in plain if not is_possible(w) and len(w) > 2 and w not in borrowed()]
    return "en" if len(foreign) >= 3 and len(foreign) >= 0.6 * len(found) else "vi"


def _is_short(word: str) -> bool:
    """An abbreviation of the tables in its capitals, which is of no other language."""
    return word.isupper() and fold_chars(word) in reference.load().abbreviations


def understand(
    text: str,
    accents: AccentModel,
    known: Sequence[Known],
    lang: str | None = None,
    infos: Sequence[DocumentInfo] = (),
) -> Question:
    """Read a question. ``known``: places, in order, may be filters.

    ``infos``: the documents that it may name by number.
    """
    text = clean(text)
    language = lang or language_of(text)
    restored = marks.restored(text, accents) if language == "vi" else text
    expansions = _abbreviations(text) if language == "vi" else {}
    reading = _open(restored, expansions)
    mentions, rest = mentions_in(text, restored, known, infos)
    numbered = [m for m in mentions if m.kind == "document"]
    # "982/KH-UBND ai chủ trì?" does not ask for the number.
    asking = blanked(restored, (m for m in numbered if m.said[0].isdigit())).strip()
    keywords = is_keywords(restored, language)
    intent, *also = intents_of(_less_place(asking, mentions) if keywords else asking, language)
    opened = _open(rest, expansions)
    subject = _in_english(rest) if language == "en" else _as_it_is(opened, accents)
    if language == "vi" and intent != "target":  # of how many, a whole class says nothing
        subject = subject._replace(synonyms=(*subject.synonyms, *classes_of(opened)))
    named = numbers.tokens(blanked(text, numbered))
    return Question(
        text=text,
        reading=reading,
        language=language,
        intent=intent,
        weighted=(
            *_weighted(restored, expansions, subject, language),
            *_stood_for(restored, named, subject.synonyms),
        ),
        content=tuple(subject.content),
        numbers=named,
        mentions=mentions,
        keywords=keywords,
        synonyms=subject.synonyms,
        also=tuple(also),
        bodies=asked_body(restored, language),
        subject=subject_of(reading, opened, language),
        notions=subject.notions,
    )


def _less_place(text: str, mentions: Sequence[Mention]) -> str:
    """A few words less the place they begin with: "Lai Châu căn cứ pháp lý"."""
    named = (m for m in mentions if m.kind == "locality")
    first = next((m for m in named if _KIND_OF_PLACE.fullmatch(text[: m.start])), None)
    rest = text[first.end :].lstrip(" ,:-") if first else ""
    return rest if rest[:1].isalpha() else text  # "Tuần Giáo 195/KH-UBND" is no number asked for


class _Subject(NamedTuple):
    """What a question is about, see ``Question``; ``translated``: of an English one its terms."""

    content: Sequence[str]
    synonyms: tuple[Synonym, ...]
    notions: tuple[Notion, ...]
    translated: Sequence[Sequence[str]] = ()


def _as_it_is(opened: str, accents: AccentModel) -> _Subject:
    """Of a Vietnamese question, its abbreviations written out."""
    return _Subject(
        content_words(opened, "vi"),
        synonyms_of(opened),
        notions.vietnamese(opened, accents),
    )


def _in_english(text: str) -> _Subject:
    """In Vietnamese: the first translation of each term, the others in its place."""
    translated = translate(text)
    found = dict.fromkeys(w for first, *_ in translated for w in words(fold_chars(first)))
    content = list(found) or content_words(text, "en")
    synonyms = tuple(
        Synonym(frozenset(terms(first)), tuple(frozenset(terms(o)) for o in others))
        for first, *others in translated
        if others
    )
    known = (s for first, *_ in translated for s in synonyms_of(first))
    return _Subject(content, (*synonyms, *known), notions.english(text), translated)


def _weighted(
    restored: str, expansions: dict[str, tuple[str, ...]], about: _Subject, language: str
) -> list[tuple[str, float]]:
    """BM25 terms: subject words and pairs, exact accents a little, expansions, translations."""
    if language == "en":
        plain = [(t, 0.3) for t in terms(restored) if "_" not in t]
        return plain + [(t, 1.0) for first, *_ in about.translated for t in terms(first)]
    subject = {*about.content, *(fold_chars(short) for short in expansions)}
    out = [(t, 1.0 if _is_subject(t, subject) else 0.15) for t in terms(restored)]
    out += [(t, 0.25) for t in marked(restored)]
    for longs in expansions.values():
        out += [(t, 0.7 / len(longs)) for long in longs for t in terms(long)]
    return out


def _stood_for(
    restored: str, numbers: Sequence[str], synonyms: Sequence[Synonym]
) -> Iterator[tuple[str, float]]:
    """BM25 terms that the question does not have so: document numbers, synonyms."""
    yield from ((n, 1.0) for n in numbers if n not in terms(restored))
    yield from ((t, 0.35) for s in synonyms for o in s.others for t in sorted(o - s.terms))


def _is_subject(term: str, subject: set[str]) -> bool:
    return all(part in subject for part in term.split("_")) or term.startswith("#")


def _abbreviations(text: str) -> dict[str, tuple[str, ...]]:
    """Abbreviations in ``text`` with their long forms: in capitals, or no syllable at all."""
    table = reference.load().abbreviations
    out: dict[str, tuple[str, ...]] = {}
    for token in re.findall(r"[\w&-]+(?:\s?&\s?\w+)?", numbers.without(text)):
        longs = table.get(fold_chars(token)) or _department(token)
        if not longs or len(token) < 2:
            continue
        if (token.isupper() and not text.isupper()) or not is_possible(token):
            out[token] = longs[:4]
    return out


def _department(token: str) -> tuple[str, ...]:
    """A department by its letters, as offices write: "SYT" is Sở Y tế, whose table has "Sở YT"."""
    if not (token.isupper() and token[0] == "S"):
        return ()
    name = f"Sở {token[1:]}"
    return (canonical(name),) if known_end(name, 0) == len(name) else ()


def _open(reading: str, expansions: dict[str, tuple[str, ...]]) -> str:
    """The reading with unambiguous abbreviations written out, for "Đang tìm: …"."""
    for short, longs in expansions.items():
        if len(longs) != 1:
            continue
        whole = numbers.without(reading)  # of the same length: a number's letters are no words
        found = re.finditer(rf"(?<!\w){re.escape(short)}(?!\w)", whole, flags=re.IGNORECASE)
        for start, end in reversed([match.span() for match in found]):
            reading = reading[:start] + longs[0] + reading[end:]
    return reading
