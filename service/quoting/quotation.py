"""Where somebody's quotation stands in a text: exactly, nearly, or not at all.

Words are compared folded, so that white space, punctuation, capitals and marks never hide a place;
what differs there is told, word by word. A figure that was changed is the difference that matters
most, and is told as a ``number``.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher

from service.quoting.differences import SAYING, Difference, Words, between, joined, words_in

#: Places told of one quotation in one text, and differences told of one place.
MOST_PLACES = 20
MOST_DIFFERENCES = 50

#: Of this many words one may be another: with fewer, anything is nearly anything.
WORDS_FOR_AN_EDIT = 4
#: Of a quotation whose words all stand in order, one word of the text for two may be left out.
WORDS_LEFT_OUT = 2
_LONG = 10  # words; "Sở Y tế phối hợp" is none of "Sở Y tế chủ trì, phối hợp"
_GAPS = 2  # places where they were left out; words strewn over a page are no quotation
_RUN = 3  # words in a row that must agree somewhere
_RUNS = 24  # such runs looked for
_TRIED = 4  # places of one text looked at closely
_CUT = re.compile(r"(?<=\d)(?=[.,]?\d)|(?<=\d[.,])(?=\d)")


@dataclass(frozen=True, slots=True)
class Standing:
    """One place: ``text[start:end]``; ``edits`` counts words that say something else.

    ``similarity`` is the share of words that are the same, whatever their marks: who types without
    them quotes nothing else.
    """

    start: int
    end: int
    exact: bool
    edits: int
    similarity: float
    differences: tuple[Difference, ...] = ()


def exact(quote: Words, text: Words) -> list[Standing]:
    """Every place of the quotation's very characters."""
    wanted = quote.text.strip()
    out: list[Standing] = []
    at = text.text.find(wanted) if wanted else -1
    while at >= 0 and len(out) < MOST_PLACES:
        if _whole(text.text, at, at + len(wanted)):
            out.append(Standing(at, at + len(wanted), True, 0, 1.0))
        at = text.text.find(wanted, at + 1)
    return out


def _whole(text: str, start: int, end: int) -> bool:
    """Whether no figure is cut at either end: 45% does not stand in 145%, nor in 0,45%."""
    return not (_cut(text, start) or _cut(text, end))


def _cut(text: str, at: int) -> bool:
    """Whether ``at`` stands within a figure, or beside the point within one: 1.000, 0,45."""
    return _CUT.match(text, at) is not None


def alike(quote: Words, text: Words) -> list[Standing]:
    """Every place of the quotation's words, however they are written."""
    if not quote.spans:
        return []
    count = len(quote)
    places = text.runs(quote.folded, MOST_PLACES)
    whole = (at for at in places if _uncut(text, at, count) == (at, count))
    return [_standing(quote, text, at, count) for at in whole]


def likely(quote: Words, text: Words) -> list[tuple[int, int]]:
    """``(votes, number of a word)``: where the quotation may begin, by runs of words in common.

    Runs are taken evenly from all of the quotation, so that a long one takes no longer.
    """
    votes: Counter[int] = Counter()
    run = min(_RUN, max(1, len(quote) // 2))
    last = len(quote) - run
    for i in sorted({last * step // _RUNS for step in range(_RUNS + 1)}):
        for at in text.runs(quote.folded[i : i + run], MOST_PLACES):
            votes[at - i] += 1
    out: list[tuple[int, int]] = []
    for at, count in votes.most_common():
        if all(abs(at - other) > _slack(quote) for _, other in out):
            out.append((count, at))
        if len(out) == _TRIED:
            break
    return out


def nearest(quote: Words, text: Words, at: int) -> Standing | None:
    """The stretch about the word ``at`` aligned word by word; None without a word in common."""
    found = None
    for slack in (_slack(quote), len(quote) // WORDS_LEFT_OUT):
        within = max(0, at - slack), min(len(text), at + len(quote) + slack)
        aligned = _aligned(quote, text, *within)
        if aligned is not None and is_near(quote, aligned):
            return aligned
        found = found or aligned
    return found


def is_near(quote: Words, standing: Standing) -> bool:
    """Whether it is the quotation with a few edits, and not another sentence like it."""
    others = (1 - standing.similarity) * len(quote)
    return round(others, 6) <= _slack(quote) or _only_left_out(quote, standing)


def _only_left_out(quote: Words, standing: Standing) -> bool:
    """Whether every word of the quotation stands there in order, some of the text's left out."""
    said = [d for d in standing.differences if d.kind in SAYING]
    left_out = sum(words_in(d) for d in said)
    most = len(quote) // WORDS_LEFT_OUT if len(quote) >= _LONG else 0
    fits = left_out == standing.edits <= most
    return fits and len(said) <= _GAPS and all(d.kind == "missing" for d in said)


def _slack(quote: Words) -> int:
    return len(quote) // WORDS_FOR_AN_EDIT


def _aligned(quote: Words, text: Words, start: int, end: int) -> Standing | None:
    """The best stretch among the words ``[start, end)`` of the text for the quotation."""
    matcher = SequenceMatcher(None, quote.folded, text.folded[start:end], autojunk=False)
    blocks = matcher.get_matching_blocks()[:-1]
    if not blocks:
        return None
    first, last = blocks[0], blocks[-1]
    # What the quotation has before the first and after the last common word is a word for a word.
    begin = max(0, first.b - first.a)
    finish = min(end - start, last.b + last.size + len(quote) - last.a - last.size)
    return _standing(quote, text, *_uncut(text, start + begin, finish - begin))


def _uncut(text: Words, at: int, count: int) -> tuple[int, int]:
    """The stretch with the whole of the figures at its ends."""
    while at and _cut(text.text, text.spans[at][0]):
        at, count = at - 1, count + 1
    while at + count < len(text) and _cut(text.text, text.spans[at + count - 1][1]):
        count += 1
    return at, count


def _standing(quote: Words, text: Words, at: int, count: int) -> Standing:
    start, end = text.spans[at][0], text.spans[at + count - 1][1]
    tail = quote.text[quote.spans[-1][1] :].strip()
    if tail and text.text.startswith(tail, end):
        end += len(tail)
    differences = tuple(between(quote, text, at, count))
    edits = sum(words_in(d) for d in differences if d.kind in SAYING)
    others = sum(words_in(d) for d in differences if d.kind in SAYING - {"accent"})
    similarity = max(0.0, 1 - others / max(len(quote), count))
    return Standing(start, end, False, edits, similarity, joined(differences)[:MOST_DIFFERENCES])
