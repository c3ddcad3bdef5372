"""Make the English-Vietnamese word table from parallel sentences.

``python -m indexer.lexicon ../shared/training/en_vi.jsonl.xz corpus/reference/lexicon_en_vi.tsv``
takes about two minutes. Words are paired by IBM Model 1 (Brown et al. 1993), Vietnamese words of
several syllables by pyvi; only counts and pairs of words are kept, no sentence can be told.
"""

from __future__ import annotations

import json
import lzma
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.text import nfc
from models.prepare import segmented

Pair = tuple[list[str], list[str]]

_ENGLISH = re.compile(r"[A-Za-z][A-Za-z'-]*[A-Za-z]")
_VIETNAMESE = re.compile(r"[^\W\d_]+(?:_[^\W\d_]+)*")
_CUT = re.compile(r"(?<=[.;:?!])\s+|\n")
_LONGEST, _MOST_WORDS = 500, 70
_SEEN = 3  # sentences that a word must stand in
_SMALL = 0.3  # share of a word's sightings in small letters; a name has less
_ROUNDS = 6
#: An English word's translation: its probability, that of the way back, and how often it was met.
_FORTH, _BACK, _MET, _OPTIONS = 0.08, 0.02, 1.5, 4
_PLURALS = (("ies", "y"), ("sses", "ss"), ("xes", "x"), ("ches", "ch"), ("shes", "sh"), ("s", ""))


def parallel(records: Iterable[Mapping[str, str]]) -> Iterator[tuple[str, str]]:
    """Sentences that say the same; a long text is cut, and left out where the cuts do not agree."""
    seen = set()
    for record in records:
        english, vietnamese = record["en"], nfc(record["vi"])
        if len(english) < _LONGEST:
            cuts = [(english, vietnamese)]
        else:
            left, right = _cut(english), _cut(vietnamese)
            cuts = list(zip(left, right, strict=False)) if len(left) == len(right) else []
        for a, b in cuts:
            if a and len(a) < _LONGEST and 0.5 < len(b) / len(a) < 2 and (a, b) not in seen:
                seen.add((a, b))
                yield a, b


def _cut(text: str) -> list[str]:
    return [part for part in _CUT.split(text) if part.strip()]


def tokenized(sentences: Iterable[tuple[str, str]]) -> list[Pair]:
    """English words in singular and Vietnamese words, in small letters; no English names."""
    pairs = [
        (
            [w.removesuffix("'s") for w in _ENGLISH.findall(english)],
            [w.lower() for w in _VIETNAMESE.findall(segmented(vietnamese))],
        )
        for english, vietnamese in sentences
    ]
    written = Counter(word for english, _ in pairs for word in english)
    counts = Counter(word.lower() for word in written.elements())
    counts = Counter({w: n for w, n in counts.items() if written[w] >= _SMALL * n})
    single = {word: _singular(word, counts) for word in counts}
    lower = (([w.lower() for w in english], vietnamese) for english, vietnamese in pairs)
    return [([single[w] for w in english if w in single], found) for english, found in lower]


def _singular(word: str, counts: Mapping[str, int]) -> str:
    for ending, instead in _PLURALS:
        stem = word.removesuffix(ending) + instead
        enough = counts.get(stem, 0) >= max(2, counts[word] / 20)
        if enough and word.endswith(ending) and not word.endswith("ss"):
            return stem
    return word


def translations(pairs: Sequence[Pair]) -> dict[str, tuple[int, tuple[str, ...]]]:
    """For each English word: in how many sentences it stands, and its Vietnamese words."""
    counts = Counter(word for english, _ in pairs for word in set(english))
    english = _numbered(counts, 1)  # 0 stands for no word at all
    vietnamese = _numbered(Counter(w for _, found in pairs for w in set(found)), 0)
    links, groups = _links(pairs, english, vietnamese)
    keys, met = _learnt(links, groups, len(vietnamese))
    left, right = keys // len(vietnamese), keys % len(vietnamese)
    forth = met / np.bincount(left, met)[left]
    back = met / np.bincount(right, met)[right]
    names = list(vietnamese)
    options: dict[int, list[tuple[float, str]]] = defaultdict(list)
    for i in np.flatnonzero((forth >= _FORTH) & (back >= _BACK) & (met >= _MET)):
        options[int(left[i])].append((float(forth[i] * back[i] ** 0.5), names[int(right[i])]))
    return {
        word: (counts[word], tuple(v for _, v in sorted(options[i], reverse=True)[:_OPTIONS]))
        for word, i in english.items()
    }


def _numbered(counts: Counter[str], first: int) -> dict[str, int]:
    kept = sorted(word for word, n in counts.items() if n >= _SEEN)
    return {word: i for i, word in enumerate(kept, first)}


def _links(
    pairs: Sequence[Pair], english: Mapping[str, int], vietnamese: Mapping[str, int]
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Every English word (or none) with every Vietnamese word of its sentence.

    ``groups`` numbers the Vietnamese words: one link of each group is the true one.
    """
    links: list[NDArray[np.int64]] = []
    groups: list[NDArray[np.int32]] = []
    for left, right in pairs:
        numbers = np.array([0, *sorted({english[w] for w in left if w in english})], np.int64)
        known = sorted({vietnamese[w] for w in right if w in vietnamese})
        if 1 < len(numbers) <= _MOST_WORDS and len(known) <= _MOST_WORDS:
            for word in known:
                groups.append(np.full(len(numbers), len(links), np.int32))
                links.append(numbers * len(vietnamese) + word)
    return np.concatenate(links), np.concatenate(groups)


def _learnt(
    links: NDArray[np.int64], groups: NDArray[np.int32], size: int
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Pairs of words, and how often each is expected to have been meant (EM of Model 1)."""
    keys, kind = np.unique(links, return_inverse=True)
    left = keys // size
    met: NDArray[np.float64] = np.ones(len(keys))
    for _ in range(_ROUNDS):
        share = (met / np.bincount(left, met)[left])[kind]
        share /= np.bincount(groups, share)[groups]
        met = np.bincount(kind, share, len(keys)).astype(np.float64)
    return keys, met


def write(table: Mapping[str, tuple[int, tuple[str, ...]]], path: Path) -> None:
    """The table as ``en``, ``seen``, ``vi``: words of several syllables with spaces again."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write("en\tseen\tvi\n")
        for word, (seen, found) in sorted(table.items()):
            file.write(f"{word}\t{seen}\t{'|'.join(v.replace('_', ' ') for v in found)}\n")


def main() -> None:
    """Read the parallel texts, write the table."""
    with lzma.open(sys.argv[1], "rt", encoding="utf-8") as lines:
        pairs = tokenized(parallel(map(json.loads, lines)))
    write(translations(pairs), Path(sys.argv[2]))


if __name__ == "__main__":
    main()
