"""Make the general counts of the accent model from a folder of training text.

``python -m indexer.accents_general ../shared/training corpus/reference/accents.npz``
takes about two minutes. Only counts of pairs seen 20 times or more are kept: no sentence of the
training text can be told from them.
"""

from __future__ import annotations

import json
import lzma
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from indexer.accents import AccentModel
from indexer.accents_counts import EDGE, Pair, stretches
from indexer.syllables import is_possible

#: Counts are divided by this, so that the plans' own words still weigh something beside them.
_SCALE = 20
_RARE = 30  # fewer sightings than this are slips of the pen and foreign names


def count(lines: Iterable[str]) -> tuple[Counter[str], Counter[Pair]]:
    """Syllables and neighbouring pairs of ``lines``; a line that comes again counts once."""
    words: Counter[str] = Counter()
    pairs: Counter[Pair] = Counter()
    seen: set[int] = set()
    for line in lines:
        if hash(line) not in seen:
            seen.add(hash(line))
            for stretch in stretches(line):
                words.update(stretch)
                pairs.update(pairwise([EDGE, *stretch]))
    return words, pairs


def general(lines: Iterable[str], scale: int = _SCALE, rare: int = _RARE) -> AccentModel:
    """The counts worth bundling: possible syllables, no rare ones, scaled down."""
    words, pairs = count(lines)
    kept = {word for word, n in words.items() if n >= rare and is_possible(word)}
    around = {EDGE, *kept}
    return AccentModel.from_counts(
        {word: max(1, round(words[word] / scale)) for word in kept},
        {p: round(n / scale) for p, n in pairs.items() if n >= scale and set(p) <= around},
    )


def lines_of(folder: Path) -> Iterator[str]:
    """Every Vietnamese line of the ``.jsonl.xz`` files in ``folder``."""
    for path in sorted(folder.glob("*.jsonl.xz")):
        with lzma.open(path, "rt", encoding="utf-8") as records:
            for record in records:
                for text in _strings(json.loads(record)):
                    yield from text.split("\n")


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key != "en":
                yield from _strings(item)


if __name__ == "__main__":
    general(lines_of(Path(sys.argv[1]))).save(Path(sys.argv[2]))
