"""Training pairs as token numbers: flat arrays, so that a batch is a few numpy gathers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from models.train.pairs import read

Ints = NDArray[np.int64]
_LONGEST = 320


@dataclass(frozen=True)
class Bags:
    """Rows of token numbers: row i is ids[offsets[i]:offsets[i + 1]]."""

    ids: NDArray[np.int32]
    offsets: Ints

    def __len__(self) -> int:
        return len(self.offsets) - 1

    @classmethod
    def of(cls, rows: Sequence[Sequence[int]]) -> "Bags":
        """Bags of the given rows."""
        offsets = np.cumsum([0, *map(len, rows)], dtype=np.int64)
        flat = np.fromiter((i for row in rows for i in row), np.int32, int(offsets[-1]))
        return cls(flat, offsets)

    @classmethod
    def joined(cls, parts: Sequence["Bags"]) -> "Bags":
        """Rows of every part, one after the other."""
        sizes = np.concatenate([np.diff(part.offsets) for part in parts])
        offsets = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
        return cls(np.concatenate([part.ids for part in parts]), offsets)

    def spans(self, rows: Ints, starts: Ints, sizes: Ints) -> "Bags":
        """For each chosen row the `sizes[i]` tokens from its `starts[i]`-th on."""
        ends = np.cumsum(sizes)
        first = self.offsets[rows] + starts
        places = np.repeat(first - ends + sizes, sizes) + np.arange(int(ends[-1]))
        return Bags(self.ids[places], np.concatenate([[0], ends]).astype(np.int64))

    def beside(self, other: "Bags") -> "Bags":
        """Row by row, the tokens of both."""
        owner = np.concatenate(
            [np.repeat(np.arange(len(bags)), np.diff(bags.offsets)) for bags in (self, other)]
        )
        order = np.argsort(owner, kind="stable")
        offsets = self.offsets + other.offsets
        return Bags(np.concatenate([self.ids, other.ids])[order], offsets)


@dataclass(frozen=True)
class Corpus:
    """Token numbers of all pairs; `keys[i]` is equal for equal queries, `groups` are row ranges."""

    queries: Bags
    passages: Bags
    keys: Ints
    groups: dict[str, Ints]

    def save(self, path: Path) -> None:
        """One .npz file without pickled objects."""
        named = {f"group_{name}": rows for name, rows in self.groups.items()}
        np.savez(
            path,
            allow_pickle=False,
            query_ids=self.queries.ids,
            query_offsets=self.queries.offsets,
            passage_ids=self.passages.ids,
            passage_offsets=self.passages.offsets,
            keys=self.keys,
            **named,
        )

    @classmethod
    def open(cls, path: Path) -> "Corpus":
        """Read what `save` wrote."""
        with np.load(path, allow_pickle=False) as stored:
            groups = {n[6:]: stored[n] for n in stored.files if n.startswith("group_")}
            queries = Bags(stored["query_ids"], stored["query_offsets"])
            passages = Bags(stored["passage_ids"], stored["passage_offsets"])
            return cls(queries, passages, stored["keys"], groups)


def key(text: str) -> int:
    """A stable 63-bit number of a text."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest()) >> 1


def bags(tokenizer: Tokenizer, texts: Iterator[str]) -> Bags:
    """Token numbers of texts, each cut after a few hundred tokens."""
    parts = [Bags.of([])]
    while batch := list(islice(texts, 20_000)):
        found = tokenizer.encode_batch_fast(batch, add_special_tokens=False)
        parts.append(Bags.of([encoding.ids[:_LONGEST] for encoding in found]))
    return Bags.joined(parts)


def encode(tokenizer: Tokenizer, pairs: Path) -> Corpus:
    """Token numbers of a pairs file."""
    queries = bags(tokenizer, (pair.query for pair in read(pairs)))
    passages = bags(tokenizer, (pair.passage for pair in read(pairs)))
    labels = [(pair.group, key(pair.query)) for pair in read(pairs)]
    filled = (np.diff(queries.offsets) > 0) & (np.diff(passages.offsets) > 0)
    names = np.array([group for group, _ in labels])
    keys = np.array([number for _, number in labels], dtype=np.int64)
    groups = {str(n): np.flatnonzero((names == n) & filled) for n in np.unique(names)}
    return Corpus(queries, passages, keys, groups)
