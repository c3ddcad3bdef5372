"""How one text says what another says: word by word, in spelling, marks and spaces too."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import pairwise
from typing import Literal

from indexer.text import fold_chars, place_tone

DifferenceKind = Literal[
    "space", "mark", "case", "tone", "accent", "number", "word", "missing", "added"
]
#: Kinds that change what is said; the others change how it looks.
SAYING: frozenset[str] = frozenset({"accent", "number", "word", "missing", "added"})

#: The sign makes the figure: 46 people are no 46%.
_WORD = re.compile(r"\w+|%")


@dataclass(frozen=True, slots=True)
class Difference:
    """What the quotation has, and what the text has in its place (``[start, end)`` of each).

    ``accent``: the same letters, other marks. ``tone``: the same mark on another vowel. ``mark``:
    punctuation. ``missing``: the text has more. ``added``: the quotation has more.
    """

    kind: DifferenceKind
    quoted: str
    written: str
    quote_start: int
    quote_end: int
    start: int
    end: int


class Words:
    """A text as folded words, each knowing where it stands."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.spans = [match.span() for match in _WORD.finditer(text)]

    def __len__(self) -> int:
        return len(self.spans)

    @cached_property
    def folded(self) -> list[str]:
        """The words, folded."""
        whole = fold_chars(self.text)
        return [whole[start:end] for start, end in self.spans]

    @cached_property
    def line(self) -> str:
        """All folded words with a blank around each: a run of them is found as a string."""
        return f" {' '.join(self.folded)} "

    @cached_property
    def _places(self) -> list[int]:
        at, out = 0, []
        for word in self.folded:
            out.append(at)
            at += len(word) + 1
        return out

    def runs(self, words: Sequence[str], most: int) -> Iterator[int]:
        """Numbers of the words at which ``words`` begin, up to ``most``."""
        wanted = f" {' '.join(words)} "
        at = self.line.find(wanted)
        while at >= 0 and most:
            yield bisect_left(self._places, at)
            most -= 1
            at = self.line.find(wanted, at + 1)


def words_in(difference: Difference) -> int:
    """How many words it is about."""
    return max(len(_WORD.findall(difference.quoted)), len(_WORD.findall(difference.written)))


def between(quote: Words, text: Words, at: int, count: int) -> Iterator[Difference]:
    """How ``quote`` differs from ``count`` words of ``text`` from its word ``at`` on, in order."""
    matcher = SequenceMatcher(None, quote.folded, text.folded[at : at + count], autojunk=False)
    before: tuple[int, int] | None = None  # the pair of words last met, when both are in place
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag != "equal":
            yield _replaced(quote, text, (i1, i2), (at + j1, at + j2))
            before = None
            continue
        for i, j in zip(range(i1, i2), range(at + j1, at + j2), strict=True):
            if before is not None:
                yield from _apart(quote, text, (before[0], i), (before[1], j))
            yield from _spelt(quote, text, i, j)
            before = (i, j)


def _spelt(quote: Words, text: Words, i: int, j: int) -> Iterator[Difference]:
    """How one word is written otherwise."""
    (a, b), (c, d) = quote.spans[i], text.spans[j]
    quoted, written = quote.text[a:b], text.text[c:d]
    if quoted == written:
        return
    kind: DifferenceKind = "accent"
    if quoted.lower() == written.lower():
        kind = "case"
    elif place_tone(quoted) == place_tone(written):
        kind = "tone"
    yield Difference(kind, quoted, written, a, b, c, d)


def _apart(
    quote: Words, text: Words, two: tuple[int, int], others: tuple[int, int]
) -> Iterator[Difference]:
    """How what stands between two neighbouring words is written otherwise."""
    a, b = quote.spans[two[0]][1], quote.spans[two[1]][0]
    c, d = text.spans[others[0]][1], text.spans[others[1]][0]
    quoted, written = quote.text[a:b], text.text[c:d]
    if quoted != written:
        same = "".join(quoted.split()) == "".join(written.split())
        yield Difference("space" if same else "mark", quoted, written, a, b, c, d)


def _replaced(
    quote: Words, text: Words, ours: tuple[int, int], theirs: tuple[int, int]
) -> Difference:
    """Words of the quotation for other words of the text; one of the two may have none."""
    a, b = _stretch(quote, *ours)
    c, d = _stretch(text, *theirs)
    quoted, written = quote.text[a:b], text.text[c:d]
    kind: DifferenceKind = "word"
    if not written:
        kind = "added"
    elif not quoted:
        kind = "missing"
    elif re.search(r"\d", quoted + written):
        kind = "number"
    return Difference(kind, quoted, written, a, b, c, d)


def _stretch(words: Words, first: int, last: int) -> tuple[int, int]:
    if first == last:  # no word: the place where one would stand
        at = words.spans[first][0] if first < len(words) else len(words.text)
        return at, at
    return words.spans[first][0], words.spans[last - 1][1]


def joined(differences: Sequence[Difference]) -> tuple[Difference, ...]:
    """Neighbours of one kind told as one, white space between them included."""
    out: list[Difference] = list(differences[:1])
    for one, two in pairwise(differences):
        last = out[-1]
        near = two.quote_start - last.quote_end <= 1 and two.start - last.end <= 1
        if one.kind == two.kind and near and two.kind != "mark":
            gap = " " if two.quote_start > last.quote_end else ""
            hole = " " if two.start > last.end else ""
            out[-1] = Difference(
                two.kind,
                last.quoted + gap + two.quoted,
                last.written + hole + two.written,
                last.quote_start,
                two.quote_end,
                last.start,
                two.end,
            )
        else:
            out.append(two)
    return tuple(out)
