"""What a question speaks of, word by word: what a clause has to say to answer it.

A notion is a word of the question, in Vietnamese of one syllable or two that belong together. How
much it tells is how seldom the language uses it: a plan that never says "hộ chiếu" does not tell
who issues passports, while "lo" or "đưa" may be said in many ways.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from indexer import reference
from indexer.accents import AccentModel
from indexer.syllables import is_possible
from indexer.text import nfc, place_tone, terms, words
from service.query.intents import phrases
from service.query.synonyms import Synonym
from service.query.translate import (
    GRAMMAR,
    LONGEST_TERM,
    SENTENCES,
    asking_spans,
    entry,
    looked_up,
    singulars,
)

#: Two syllables that attract one another so much (in nats) are one word.
_ONE_WORD = 2.5
#: A word as rare as this (in nats) tells all a word can tell.
_RAREST = 11.0
#: A figure is no word of the language; plans write it in other ways too ("sáu tháng").
_FIGURE = 0.5
#: Every plan is of Viet Nam, and few say so.
_OF_ALL = re.compile(r"\bvi[eệ]t ?nam(?:ese)?\b", re.IGNORECASE)
#: How people ask, and say that something is done: the right clauses of 900 questions that had these
#: words hardly ever do, so that a plan without them lacks nothing.
_MANNER = frozenset(
    words(
        "muốn tính xong tới lo chuyện nói giúp lấy chỗ nghe đòi kiểu mang rồi gánh cỡ lúc gặp hỏi"
        " xem nằm xuống lên ra đưa cùng thử đều chừng tầm kể biết chịu sang hay còn vẫn cứ đem mình"
        " tôi cả rất cực khá nhất ngồi vào chẳng luôn thật nữa thường cần nơi buộc hồi một"
    )
) | {
    *("đem ra", "nhà tôi", "tìm cách", "bằng cách", "chứ không", "bắt buộc"),
    *("ít nhất", "nhiều nhất", "trở lên", "dự đoán", "dự kiến"),
}
_MANNER_EN = frozenset(
    words(
        "reach end ask hold held call require put want use own find place bring set once meant"
        " able start going total taken happen kind expect told keep kept actually take across"
        " suppose supposed intend whether together someone last get got let give given mean idea"
        " ever still yet even just reckon exactly likely himself itself themselves much try rather"
        " today"
    )
)
#: A word that the glossary lacks is grammar when it stands in so many sentences of the lexicon with
#: no translation.
_UNTRANSLATED = 100
_ENGLISH = re.compile(r"[^\W\d_](?:[\w'-]*\w)?")


@dataclass(frozen=True, slots=True)
class Notion:
    """``said``: as the question says it; ``forms``: how a plan may, as ``spoken`` writes it.

    ``terms``: its index terms, by which synonyms are found; ``weight``: in [0, 1].
    """

    said: str
    forms: tuple[str, ...]
    terms: frozenset[str]
    weight: float


@lru_cache(maxsize=8192)  # titles and headings are those of many passages
def spoken(text: str) -> str:
    """Words in small letters, tones in one place, a space around each: " sở y tế "."""
    return f" {' '.join(map(place_tone, words(nfc(text).replace('%', ' % '))))} "


def vietnamese(subject: str, accents: AccentModel) -> tuple[Notion, ...]:
    """Of a Vietnamese question: its subject, places left out, with marks."""
    found: dict[tuple[str, ...], None] = {}
    for phrase in phrases(subject):
        found |= dict.fromkeys(_joined([part for part in phrase if words(part)], accents))
    return tuple(
        Notion(
            said=" ".join(word),
            forms=(spoken(" ".join(word)),),
            terms=frozenset(terms(" ".join(word))),
            weight=_FIGURE if "".join(word).isdigit() else _weight(accents.rarity(*word)),
        )
        for word in found
        if " ".join(word).lower() not in _MANNER
    )


def _joined(syllables: Sequence[str], accents: AccentModel) -> Iterator[tuple[str, ...]]:
    """Words of one or two syllables: those that attract one another most come together."""
    drawn = [_attraction(a, b, accents) for a, b in pairwise(syllables)]
    firsts: set[int] = set()
    for i in sorted(range(len(drawn)), key=lambda i: -drawn[i]):
        if drawn[i] > _ONE_WORD and not {i - 1, i, i + 1} & firsts:
            firsts.add(i)
    i = 0
    while i < len(syllables):
        size = 2 if i in firsts else 1
        yield tuple(syllables[i : i + size])
        i += size


def _attraction(first: str, second: str, accents: AccentModel) -> float:
    """None where one is no syllable: counts of words never seen would bind "chế" to "sandbox"."""
    ours = is_possible(first) and is_possible(second)
    return accents.attraction(first, second) if ours else -math.inf


def english(subject: str) -> tuple[Notion, ...]:
    """Of an English question, by the glossary and then the lexicon.

    A word that neither translates has only itself for a form: it counts as missing.
    """
    asking = asking_spans(subject)
    subject = _OF_ALL.sub(lambda m: "." * len(m.group()), subject)
    found = [(m.group().lower(), m.start()) for m in _ENGLISH.finditer(subject)]
    out: list[Notion] = []
    i = 0
    while i < len(found):
        asks = any(start <= found[i][1] < end for start, end in asking)
        size, options = _longest([word for word, _ in found[i : i + LONGEST_TERM]], asks)
        term = [word for word, _ in found[i : i + size]]
        manner = not _MANNER_EN.isdisjoint((term[0], *singulars(term[0])))
        silent = size == 1 and (asks or manner)
        out += [] if silent else _english(term, options)
        i += size
    return tuple(dict.fromkeys(out))


def _longest(following: Sequence[str], asks: bool) -> tuple[int, tuple[str, ...]]:
    glossary = reference.load().glossary
    for size in range(len(following), 0, -1):
        options = entry(glossary, following[:size])
        if options and not (asks and size == 1):
            return size, options
    return 1, ()


def _english(term: Sequence[str], options: tuple[str, ...]) -> Iterator[Notion]:
    """One notion; of a word with a hyphen that nobody knows, one for each part."""
    known = [looked_up(word) for word in term]
    if len(term) == 1:
        seen, more = known[0]
        parts = [part for part in term[0].split("-") if len(part) > 2]
        if not options and not seen and len(parts) > 1:
            glossary = reference.load().glossary
            for part in parts:
                yield from _english([part], entry(glossary, [part]))
            return
        most = GRAMMAR if more else _UNTRANSLATED
        if not options and (seen >= most or len(term[0]) < 3):
            return
        options = (*options, *more)
    said = " ".join(term)
    rarity = max(math.log(SENTENCES / (seen + 1)) for seen, _ in known)
    forms = tuple(dict.fromkeys(map(spoken, (*options, *(() if options else (said,))))))
    yield Notion(said, forms, frozenset(), _weight(rarity))


def _weight(rarity: float) -> float:
    return min(max(rarity, 0.0), _RAREST) / _RAREST


def unsaid(
    notions: Sequence[Notion],
    texts: Sequence[str],
    present: frozenset[str],
    synonyms: Sequence[Synonym],
) -> list[Notion]:
    """The notions that none of ``texts`` says, nor a synonym among their terms ``present``."""
    heard = "\n".join(map(spoken, texts))  # no form reaches over a line
    held = [s.terms for s in synonyms if any(other <= present for other in s.others)]
    return [
        notion
        for notion in notions
        if not any(form in heard for form in notion.forms)
        and not any(notion.terms & stood_for for stood_for in held)
    ]
