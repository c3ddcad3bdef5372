"""Frequent word sequences (two to four words) that belong together, counted with numpy."""

from collections import Counter
from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

_LEAST, _TOGETHER = 15, 0.12
Ids = NDArray[np.int64]


class Phrases:
    """Counts of words and of runs of words inside segments."""

    def __init__(self) -> None:
        self._ids: dict[str, int] = {}
        self._names: list[str] = []
        self._parts: list[Ids] = []
        self._buffer: list[int] = []

    def add(self, segments: Iterable[str]) -> None:
        """Count the words of each segment; runs do not cross segments."""
        ids, buffer = self._ids, self._buffer
        for segment in segments:
            for word in segment.split():
                number = ids.get(word)
                if number is None:
                    number = ids[word] = len(self._names)
                    self._names.append(word)
                buffer.append(number)
            buffer.append(-1)
        if len(buffer) > 1_000_000:
            self._flush()

    def _flush(self) -> None:
        self._parts.append(np.array(self._buffer, dtype=np.int64))
        self._buffer.clear()

    def _stream(self) -> Ids:
        if self._buffer:
            self._flush()
        return np.concatenate(self._parts) if self._parts else np.empty(0, dtype=np.int64)

    def words(self) -> Counter[str]:
        """How often each word occurs."""
        stream = self._stream()
        counts = np.bincount(stream[stream >= 0], minlength=len(self._names))
        return Counter(dict(zip(self._names, counts.tolist(), strict=True)))

    def proposals(self, allowed: set[str]) -> Iterator[tuple[str, int]]:
        """(phrase, count) of runs of allowed words that occur together more than by chance."""
        stream = self._stream()
        usable = np.array([name in allowed and name.isalpha() for name in self._names] + [False])
        stream = np.where(usable[stream], stream, -1)
        counts = np.bincount(stream[stream >= 0], minlength=len(self._names)).astype(np.float64)
        total = float(counts.sum())
        names, left, left_counts = list(self._names), stream, counts
        for size in range(2, 5):
            joined, pairs, found = _join(left, stream[size - 1 :], len(self._names))
            a, b = pairs // len(self._names), pairs % len(self._names)
            chance = np.log(found * total / (left_counts[a] * counts[b])) / -np.log(found / total)
            runs = [f"{names[i]} {self._names[j]}" for i, j in zip(a, b, strict=True)]
            good = chance >= _TOGETHER
            yield from ((runs[n], int(found[n])) for n in np.flatnonzero(good))
            names, left, left_counts = runs, joined, found.astype(np.float64)


def _join(left: Ids, right: Ids, width: int) -> tuple[Ids, Ids, Ids]:
    """Number the frequent (left, right) combinations: (stream of numbers, keys, counts)."""
    left = left[: len(right)]
    keys = np.where((left >= 0) & (right >= 0), left * width + right, -1)
    unique, counts = np.unique(keys, return_counts=True)
    frequent = (counts >= _LEAST) & (unique >= 0)
    unique, counts = unique[frequent], counts[frequent]
    places = np.searchsorted(unique, keys).clip(0, max(0, len(unique) - 1))
    hit = unique[places] == keys if len(unique) else np.zeros(len(keys), dtype=bool)
    return np.where(hit, places, -1), unique, counts
