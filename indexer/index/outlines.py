"""Outlines side by side: of the passages that a search found, and of a whole volume in two files.

``outlines.u4`` has the numbers of every outline, one after the other. It is mapped: those of
hundreds of passages are taken out of it at once, and nothing is decoded. ``outlines.npz`` tells how
many each has, which line of names, of equal lines there is one, and whether it states figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from indexer.index.outline import NUMBER, Numbers, flag, numbers_of, told
from indexer.index.rows import Held, apart
from indexer.index.rows import Numbers as Places

_END = "\0"  # behind each line of names


@dataclass(frozen=True, slots=True)
class Outlines:
    """Of passages in order: each one's document, the names of the agencies in its facts, a line
    each, and where its numbers (see ``outline.numbers_of``) begin in those of all.
    """

    documents: Sequence[str]
    names: Sequence[str]
    stream: Numbers
    starts: NDArray[np.intp]

    @classmethod
    def of(cls, documents: Sequence[str], names: Sequence[str], numbers: Sequence[Any]) -> Self:
        """``numbers``: the bytes of each."""
        sizes = np.fromiter(map(len, numbers), np.intp, len(numbers)) // NUMBER.itemsize
        stream = np.frombuffer(b"".join(numbers), NUMBER)
        return cls(documents, names, stream, np.cumsum(sizes) - sizes)


class OutlineWriter:
    """Writes those of a volume, in the order of its passages; ``finish`` makes them complete."""

    def __init__(self, stream: Path, table: Path) -> None:
        self._stream, self._table = stream.open("wb"), table
        self._sizes: list[NDArray[np.uint32]] = []
        self._named: list[NDArray[np.uint32]] = []
        self._figures: list[NDArray[np.bool_]] = []
        self._lines: dict[str, int] = {}

    def add(self, body: Mapping[str, Any]) -> None:
        """Those of a document as ``codec.body_of`` tells it."""
        by_path = {clause["path"]: clause for clause in body["document"]["clauses"]}
        clauses = [told(by_path[path]) for path, *_ in body["passages"]]
        given = zip(clauses, body["passages"], strict=True)
        numbers = [numbers_of(clause, context, text) for clause, (_, context, text, *_) in given]
        self._put(numbers, [clause.names for clause in clauses])

    def carry(self, old: VolumeOutlines, start: int, end: int) -> None:
        """The ``[start, end)`` of another volume."""
        self._put(*old.taken(np.arange(start, end)))

    def _put(self, numbers: Sequence[Any], names: Iterable[str]) -> None:
        self._stream.write(b"".join(numbers))
        sizes = np.fromiter(map(len, numbers), NUMBER, len(numbers)) // NUMBER.itemsize
        self._sizes.append(sizes.astype(NUMBER))
        lines = self._lines
        self._named.append(np.array([lines.setdefault(n, len(lines)) for n in names], NUMBER))
        flags = np.frombuffer(b"".join(one[: NUMBER.itemsize] for one in numbers), NUMBER)
        self._figures.append(flag(flags, "figures"))

    def figures(self) -> NDArray[np.bool_]:
        """Which of those so far state figures."""
        return np.concatenate((np.zeros(0, np.bool_), *self._figures))

    def close(self) -> None:
        """Let go of the file."""
        self._stream.close()

    def finish(self) -> None:
        """Write what is not written yet, once all are there."""
        self._stream.close()
        nothing = np.zeros(0, NUMBER)
        lines = "".join(line + _END for line in self._lines).encode()
        with self._table.open("wb") as file:
            np.savez(
                file,
                sizes=np.concatenate((nothing, *self._sizes)),
                named=np.concatenate((nothing, *self._named)),
                figures=self.figures(),
                lines=np.frombuffer(lines, np.uint8),
            )


class VolumeOutlines:
    """Those of one volume, read-only."""

    def __init__(self, stream: Path, table: Path) -> None:
        with np.load(table, allow_pickle=False) as arrays:
            self._ends = np.cumsum(arrays["sizes"], dtype=np.int64) * NUMBER.itemsize
            self._sizes = arrays["sizes"] * NUMBER.itemsize
            self._named = arrays["named"]
            #: Which state figures.
            self.figures: NDArray[np.bool_] = arrays["figures"]
            self._lines = arrays["lines"].tobytes().decode().split(_END)[:-1]
        there = stream.stat().st_size
        # An empty file cannot be mapped.
        mapped = np.memmap(stream, np.uint8, "r") if there else np.zeros(0, np.uint8)
        self._stream = mapped.data

    def taken(self, numbers: Places) -> tuple[list[memoryview], list[str]]:
        """Of these passages of the volume the bytes of their outlines, and their lines of names."""
        ends, lines, stream = self._ends[numbers], self._lines, self._stream
        spans = zip((ends - self._sizes[numbers]).tolist(), ends.tolist(), strict=True)
        named = [lines[line] for line in self._named[numbers].tolist()]
        return [stream[start:end] for start, end in spans], named


class GenerationOutlines:
    """Those of a generation, in the volumes they lie in."""

    def __init__(self, volumes: Mapping[int, VolumeOutlines]) -> None:
        self._volumes = volumes

    def figures(self, held: Iterable[Held]) -> NDArray[np.bool_]:
        """Of the passages of these documents, one after the other, which state figures."""
        told = (self._volumes[one.volume].figures[one.start : one.end] for one in held)
        return np.concatenate((np.zeros(0, np.bool_), *told))

    def at(self, places: Places, documents: Sequence[str]) -> Outlines:
        """Of passages at these places (see ``rows``), which lie in these documents."""
        volumes, numbers = apart(places)
        order = np.argsort(volumes, kind="stable")
        told: list[Any] = [None] * len(order)
        names = [""] * len(order)
        for part in np.split(order, np.flatnonzero(np.diff(volumes[order])) + 1):
            if len(part):
                taken = self._volumes[int(volumes[part[0]])].taken(numbers[part])
                for place, one, line in zip(part.tolist(), *taken, strict=True):
                    told[place], names[place] = one, line
        return Outlines.of(documents, names, told)
