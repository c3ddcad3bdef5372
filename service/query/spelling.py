"""Typing mistakes of one edit in words that nothing knows: a letter more, less, other, or swapped.

A word that occurs in the plans, in a reference table or in the language the accents were learned
from is touched only where it stands beside none of its neighbours and two letters swapped make one
that does; a figure, a code or an abbreviation never is. What a word may stand for comes
from the index: words that occur there, the likeliest being the one that occurs beside the words
typed beside it. Without such a neighbour only a word that cannot be Vietnamese is read otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from string import ascii_lowercase

from indexer import reference
from indexer.accents import SEEDS
from indexer.syllables import is_possible
from indexer.text import fold_chars, has_marks, terms, words

#: In how many clauses each index term occurs (``Index.frequency``).
Frequency = Callable[[Collection[str]], Mapping[str, int]]

_WORD = re.compile(r"(?<![\w&/.-])[^\W\d_]{3,}(?![\w&/-])")
_LEAST_ENGLISH = 5
#: Clauses a word must occur in to be taken without a neighbour that speaks for it.
_COMMON = 5
#: Sentences of the lexicon an English word must be seen in: it has misprints too.
_OFTEN = 10


@dataclass(frozen=True, slots=True)
class Slip:
    """A word typed, ``[start, end)`` of the corrected text, and what it is read as (folded)."""

    typed: str
    read: str
    start: int
    end: int


def corrected(
    text: str,
    frequency: Frequency,
    knows: Callable[[str], bool],
    writes: Callable[[str], bool] = lambda word: False,
) -> tuple[str, tuple[Slip, ...]]:
    """A Vietnamese question without its typing mistakes, and what they were.

    ``knows``: whether a folded word belongs to the language; ``writes``: whether one does as it is
    spelt. Where marks are typed, such a one is no slip: "giữ" is not "gửi" with letters swapped.
    """
    found = [m for m in _WORD.finditer(text) if _is_word(m.group(), text)]
    if has_marks(text):
        found = [m for m in found if not writes(m.group())]
    folded = [fold_chars(m.group()) for m in found]
    seen = frequency(folded)
    slips = {}
    for i, word in enumerate(folded):
        if seen[word] or knows(word) or word in _tables():
            best = _swapped(word, text, found[i], frequency)
        elif _is_english(word) and not is_possible(word):  # a loan word: "gas"
            continue
        else:
            best = _likeliest(word, *_beside(text, found[i]), frequency)
        if best:
            slips[i] = best
    return _applied(text, {found[i].span(): read for i, read in slips.items()})


def corrected_english(text: str) -> tuple[str, tuple[Slip, ...]]:
    """The same of a question in English, by the glossary: what stands side by side in a term."""
    slips = {}
    pairs, known = _english()
    for match in _WORD.finditer(text):
        word = match.group().lower()
        if len(word) < _LEAST_ENGLISH or match.group().isupper() or _singulars(word) & known:
            continue
        if _is_english(word):
            continue
        before, after = _beside(text, match)
        near = [w for w in sorted(edits(word)) if {w, w.removesuffix("s")} & known]
        near = [w for w in near if _meets(w, before, after, pairs)]
        if near:
            slips[match.span()] = near[0]
    return _applied(text, slips)


def edits(word: str) -> set[str]:
    """Everything one edit away.

    >>> {"khoe", "khoer", "khores"} & edits("khore")
    {'khoe', 'khoer', 'khores'}
    """
    halves = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    less = {a + b[1:] for a, b in halves if b}
    other = {a + c + b[1:] for a, b in halves if b for c in ascii_lowercase}
    more = {a + c + b for a, b in halves for c in ascii_lowercase}
    return {*less, *swaps(word), *other, *more} - {word}


def swaps(word: str) -> list[str]:
    """The word with two neighbouring letters in each other's place.

    >>> swaps("khoe")
    ['hkoe', 'kohe', 'kheo']
    """
    pairs = range(len(word) - 1)
    return [word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in pairs]


def _is_word(word: str, text: str) -> bool:
    """Not an abbreviation: capitals tell, unless all is in capitals."""
    return not (word.isupper() and not text.isupper())


def _is_english(word: str) -> bool:
    """Whether a word in small letters is English, from which Vietnamese borrows: "container"."""
    seen, _ = reference.load().lexicon.get(word, (0, ()))
    return seen >= _OFTEN


def _beside(text: str, match: re.Match[str]) -> tuple[str | None, str | None]:
    """The folded words typed before and after, as index terms are made."""
    before = words(fold_chars(text[: match.start()]))
    after = words(fold_chars(text[match.end() :]))
    return (before[-1] if before else None), (after[0] if after else None)


def _likeliest(
    word: str, before: str | None, after: str | None, frequency: Frequency
) -> str | None:
    """What a word stands for: one word, or two typed as one."""
    options = sorted(edits(word))
    seen = frequency(options)
    options = [o for o in options if (seen[o] or o in _asking()) and len(o) > 1]
    pairs = frequency([p for o in options for p in _pairs(o, before, after)])
    scored = {o: sum(pairs[p] + _asked(p) for p in _pairs(o, before, after)) for o in options}
    split = [f"{word[:i]} {word[i:]}" for i in range(2, len(word) - 1)]
    joint = frequency([s.replace(" ", "_") for s in split])
    scored |= {s: n for s in split if (n := joint[s.replace(" ", "_")])}
    # The first letter is the one that fingers miss least.
    begun = {o: bool(scored[o]) and o[0] == word[0] for o in scored}
    best = max(scored, key=lambda o: (begun[o], scored[o], seen.get(o, 0), o), default=None)
    if best is None:
        return None
    alone = seen.get(best, 0) >= _COMMON and len(word) > 3 and not is_possible(word)
    return best if scored[best] or alone else None


def _swapped(word: str, text: str, match: re.Match[str], frequency: Frequency) -> str | None:
    """What a word that there is stands for, where two letters of it are swapped: "sức kheo".

    Nowhere beside its neighbours, it is read as the one that is often, if that is the commoner
    word: "của" beside a figure or a name is no slip of "cầu".
    """
    options = [o for o in swaps(word) if o != word]
    alone = frequency([word, *options])
    options = [o for o in options if alone[o] > alone[word]]
    if not options:
        return None
    before, after = _beside(text, match)
    pairs = {o: list(_pairs(o, before, after)) for o in (word, *options)}
    seen = frequency([pair for told in pairs.values() for pair in told])
    scored = {o: sum(seen[pair] + _asked(pair) for pair in told) for o, told in pairs.items()}
    best = max(options, key=lambda o: scored[o])
    return best if not scored[word] and scored[best] >= _COMMON else None


def _pairs(word: str, before: str | None, after: str | None) -> Iterator[str]:
    if before:
        yield f"{before}_{word}"
    if after:
        yield f"{word}_{after}"


def _asked(pair: str) -> int:
    """How much it speaks for two words that questions use them so; plans seldom do."""
    return _COMMON if pair in _asking() else 0


@lru_cache(maxsize=1)
def _asking() -> frozenset[str]:
    """Terms of what people ask with: words and pairs."""
    return frozenset(t for phrase in re.split(r"[.\n]", SEEDS) for t in terms(phrase))


def _applied(text: str, slips: Mapping[tuple[int, int], str]) -> tuple[str, tuple[Slip, ...]]:
    out: list[Slip] = []
    shift = 0
    for (start, end), read in sorted(slips.items()):
        typed = text[start + shift : end + shift]
        put = read.capitalize() if typed[0].isupper() else read
        text = text[: start + shift] + put + text[end + shift :]
        out.append(Slip(typed, put, start + shift, start + shift + len(put)))
        shift += len(put) - len(typed)
    return text, tuple(out)


@lru_cache(maxsize=1)
def _tables() -> frozenset[str]:
    """Folded words of the reference tables' Vietnamese, abbreviations among them."""
    tables = reference.load()
    places = (*tables.provinces, *tables.districts, *tables.communes)
    said = [name for p in places for name in (p.name, p.full_name, *p.aliases)]
    said += [name for a in tables.agencies for name in (a.name, *a.aliases)]
    said += [*tables.abbreviations, *(vi for vis in tables.glossary.values() for vi in vis)]
    said += [term for row in tables.synonyms for term in row]
    said += [term for terms in tables.everyday for row in terms for term in row]
    return frozenset(w for text in said for w in words(fold_chars(text)))


#: What stands beside the words that English questions ask with.
_FRAMES = (
    *("which agency", "which agencies", "which department", "which body", "which unit"),
    *("which office", "which plans", "which ministry", "what share", "what percentage"),
    *("what deadline", "the deadline", "deadline for", "responsible for", "percentage of"),
    *("share of", "number of", "funding for", "budget for", "when must", "who should"),
)


@lru_cache(maxsize=1)
def _english() -> tuple[frozenset[tuple[str, str]], frozenset[str]]:
    """Neighbours in English terms of the tables and in questions, and all words of them."""
    tables = reference.load()
    said = [*tables.glossary, *(a.name_en for a in tables.agencies), *_FRAMES]
    told = [words(text.lower()) for text in said]
    pairs = frozenset(pair for term in told for pair in pairwise(term))
    return pairs, frozenset(word for term in told for word in term)


def _meets(
    word: str, before: str | None, after: str | None, pairs: frozenset[tuple[str, str]]
) -> bool:
    """Whether a word stands in a term beside the one typed before or after it."""
    forms = _singulars(word)
    befores, afters = ({n} | _singulars(n) if n else set() for n in (before, after))
    return any((b, f) in pairs for b in befores for f in forms) or any(
        (f, a) in pairs for a in afters for f in forms
    )


def _singulars(word: str) -> set[str]:
    """The word, and what it may be a form of."""
    endings = ("s", "es", "ed", "d", "ing", "ly", "'s")
    stems = {word[: -len(e)] for e in endings if word.endswith(e)}
    stems |= {f"{s}e" for s in stems} | {f"{s[:-1]}y" for s in stems if s.endswith("i")}
    return stems | {word}
