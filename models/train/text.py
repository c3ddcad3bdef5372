"""Text rules of the training code: NFC, folding, words, and cutting long texts into clauses."""

import re
import unicodedata
from collections.abc import Iterator

_MARKS = re.compile(r"[\u0300-\u036f]")
_WORD = re.compile(r"[^\W_]+")
_BLANKS = re.compile(r"[^\S\n]+")
_SENTENCE = re.compile(r"(?<=[.;?!:])\s+|\n+")


def tidy(text: str) -> str:
    """NFC with runs of blanks collapsed; line breaks stay, Markdown stars and bars go."""
    clean = unicodedata.normalize("NFC", text).replace("*", " ").replace("|", " ")
    lines = (_BLANKS.sub(" ", line).strip() for line in clean.split("\n"))
    return "\n".join(line for line in lines if line)


def fold(text: str) -> str:
    """Lower case without diacritics (đ → d), the form in which questions are often typed."""
    lowered = unicodedata.normalize("NFKD", text).lower().replace("đ", "d")
    return _MARKS.sub("", lowered)


def words(text: str) -> list[str]:
    """Folded words and numbers in order."""
    return _WORD.findall(fold(text))


def grams(text: str, size: int) -> Iterator[tuple[str, ...]]:
    """Every run of `size` folded words; a shorter text gives itself once."""
    found = words(text)
    if found and len(found) < size:
        yield tuple(found)
    for start in range(len(found) - size + 1):
        yield tuple(found[start : start + size])


def sentences(text: str) -> list[str]:
    """Sentences and lines, in order, without the empty ones."""
    return [part.strip() for part in _SENTENCE.split(text) if part.strip()]


def chunks(text: str, limit: int) -> list[str]:
    """Sentences gathered into pieces of at most about `limit` characters, order kept."""
    pieces: list[str] = []
    for sentence in sentences(text):
        if pieces and len(pieces[-1]) + len(sentence) < limit:
            pieces[-1] += "\n" + sentence
        else:
            pieces.append(sentence[:limit])
    return pieces
