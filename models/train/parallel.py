"""English–Vietnamese records cut into aligned clauses."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from models.train.text import tidy

_MARKER = re.compile(r"^\s*(\d+(?:\.\d+)*|[a-zđ]{1,2})\s*[.)]", re.IGNORECASE)
_LOWEST, _HIGHEST = 0.7, 1.8


@dataclass(frozen=True)
class Parallel:
    """The same text in English and in Vietnamese; `title` marks the heading of a law article."""

    english: str
    vietnamese: str
    title: bool


def _marker(line: str) -> str:
    found = _MARKER.match(line)
    # The letter đ is transcribed "dd" in English translations of Vietnamese laws.
    return found.group(1).lower().replace("đ", "dd") if found else ""


def _balanced(english: str, vietnamese: str) -> bool:
    return _LOWEST <= len(vietnamese) / max(1, len(english)) <= _HIGHEST


def clauses(english: str, vietnamese: str) -> list[Parallel]:
    """Aligned lines of one law article, or the whole article when its lines do not align.

    Lines align when both sides have the same number of lines with the same markers; a pair
    whose lengths differ too much (a summary, a mistake) is left out.
    """
    left, right = tidy(english).split("\n"), tidy(vietnamese).split("\n")
    if len(left) == len(right) and [*map(_marker, left[1:])] == [*map(_marker, right[1:])]:
        pairs = [Parallel(a, b, not n) for n, (a, b) in enumerate(zip(left, right, strict=True))]
        return [pair for pair in pairs if _balanced(pair.english, pair.vietnamese)]
    heads = Parallel(left[0], right[0], True)
    whole = Parallel("\n".join(left), "\n".join(right), False)
    return [pair for pair in (heads, whole) if _balanced(pair.english, pair.vietnamese)]


def pairs(record: dict[str, str]) -> Iterator[Parallel]:
    """The aligned pieces of one record of the parallel file."""
    english, vietnamese = record["en"], record["vi"]
    if not _balanced(english, vietnamese):
        return
    if record.get("kind") == "law article":
        yield from clauses(english, vietnamese)
    else:
        yield Parallel(tidy(english), tidy(vietnamese), False)
