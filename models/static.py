"""Static-embedding folders read with numpy: no torch, loaded in a fraction of a second.

A text's vector is the mean of its pieces' rows, L2-normalised: what sentence_transformers
gives for a folder of StaticEmbedding (and Normalize), to rounding.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from tokenizers import Tokenizer

from models.conventions import Convention
from models.encoder import Vectors, unit
from models.errors import damaged, not_a_model
from models.hashes import fingerprint
from models.interaction import Pieces, likeness
from models.prepare import prepared
from models.superwords import Superwords, is_superword

_PER_BATCH = 256
# Gathered rows at once: bounds memory when a text has 100,000 syllables.
_GATHERED = 16_384
# Passages whose pieces are remembered: the same ones are compared again and again.
_REMEMBERED = 16_384


@dataclass(frozen=True)
class Weights:
    """Rows of pieces: `table[n, dim]` (any number type), times `scales[n]` when given."""

    table: NDArray[Any]
    scales: NDArray[np.float32] | None

    def rows(self, ids: NDArray[np.int64]) -> Vectors:
        """The vectors of pieces: float32[len(ids), dim]."""
        found = self.table.take(ids, axis=0).astype(np.float32)  # indexing takes twice as long
        if self.scales is not None:
            found *= self.scales[ids][:, None]
        return found

    def total(self, ids: NDArray[np.int64], offsets: NDArray[np.int64]) -> Vectors:
        """Sums of rows for each non-empty run starting at `offsets`: float32[runs, dim]."""
        sums: Vectors = np.add.reduceat(self.rows(ids), offsets, axis=0)
        return sums


def is_static(folder: Path) -> bool:
    """Whether a folder's modules are a StaticEmbedding and at most a Normalize after it."""
    try:
        modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
        kinds = [str(module["type"]).rsplit(".", 1)[-1] for module in modules]
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return kinds in (["StaticEmbedding"], ["StaticEmbedding", "Normalize"])


def read_weights(path: Path) -> Weights:
    """The rows of a static embedding's model.safetensors; raises ModelDamaged."""
    try:
        with safe_open(str(path), framework="numpy") as stored:
            names = list(stored.keys())
            tensors = {name: stored.get_tensor(name) for name in names}
    except (SafetensorError, OSError, ValueError) as error:
        raise damaged(path, str(error)) from error
    if "embedding.weight" in tensors:
        tensors = {"embeddings": tensors["embedding.weight"]}
    if "embeddings" not in tensors:
        raise not_a_model(path, "no embedding in model.safetensors")
    table, scales = tensors["embeddings"], tensors.get("weights")
    if table.ndim != 2 or not table.shape[1]:
        raise damaged(path, f"rows of shape {table.shape}")
    if "mapping" in tensors:
        table = _mapped(path, table, tensors["mapping"].astype(np.int64))
    if scales is not None and scales.shape != table.shape[:1]:
        raise damaged(path, f"{len(table)} rows, scales of shape {scales.shape}")
    return Weights(table, None if scales is None else scales.astype(np.float32))


def _mapped(path: Path, table: NDArray[Any], mapping: NDArray[np.int64]) -> NDArray[Any]:
    """Rows of pieces that share them; raises ModelDamaged for one that is not there."""
    if mapping.ndim != 1 or (len(mapping) and not 0 <= mapping.min() <= mapping.max() < len(table)):
        raise damaged(path, f"mapping to rows that are not among {len(table)}")
    found: NDArray[Any] = table[mapping]
    return found


def read_tokenizer(path: Path) -> Tokenizer:
    """The tokenizer of a folder; raises ModelDamaged."""
    try:
        tokenizer = Tokenizer.from_file(str(path))
    except Exception as error:  # the package raises bare Exception for any bad file
        raise damaged(path, str(error)) from error
    tokenizer.no_padding()
    return tokenizer


class StaticEncoder:
    """An Encoder, and Interacting, over a static-embedding folder."""

    def __init__(self, folder: Path, name: str, convention: Convention) -> None:
        """Raises NotAModel or ModelDamaged when the folder cannot be read."""
        module = json.loads((folder / "modules.json").read_text(encoding="utf-8"))[0]
        inside = folder / module.get("path", "")
        self._convention = convention
        self._tokenizer = read_tokenizer(inside / "tokenizer.json")
        self._weights = read_weights(inside / "model.safetensors")
        if len(self._weights.table) < self._tokenizer.get_vocab_size():
            raise damaged(inside / "model.safetensors", "fewer rows than the tokenizer has pieces")
        self._superwords = Superwords(self._tokenizer) if is_superword(self._tokenizer) else None
        self._pieces: dict[str, Pieces] = {}
        self.name = name
        self.dim = int(self._weights.table.shape[1])
        self.max_tokens: int | None = None
        self.fingerprint = fingerprint(folder, convention.as_data())

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """See Encoder."""
        return self._encode(texts, self._convention.query)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """See Encoder."""
        return self._encode(texts, self._convention.passage)

    def cut(self, texts: Sequence[str]) -> int:
        """See Encoder: every text is read to its end."""
        return 0

    def pieces(self, texts: Sequence[str]) -> list[NDArray[np.int32]]:
        """The piece numbers of each text, in order, as passages are cut."""
        return self._ids(texts, self._convention.passage)

    def rows(self, ids: NDArray[np.int64]) -> Vectors:
        """The vectors of pieces: float32[len(ids), dim]; their length grows with what they say."""
        return self._weights.rows(ids)

    def likeness(self, question: str, passages: Sequence[str]) -> Vectors:
        """See Interacting."""
        known, wanted = self._pieces, dict.fromkeys(passages)
        missing = [text for text in wanted if text not in known]
        if missing:
            fresh = self._distinct(missing, self._convention.passage)
            room = len(known) + len(missing) <= _REMEMBERED
            # A new dictionary, since other threads may be reading the old one.
            kept = known if room else {text: known[text] for text in wanted if text in known}
            known = self._pieces = kept | dict(zip(missing, fresh, strict=True))
        asked = self._distinct([question], self._convention.query)[0]
        return likeness(self._weights.rows, asked, [known[text] for text in passages])

    def _distinct(self, texts: Sequence[str], prefix: str) -> list[Pieces]:
        """The distinct piece numbers of each text."""
        return [np.unique(ids).astype(np.int64) for ids in self._ids(texts, prefix)]

    def _ids(self, texts: Sequence[str], prefix: str) -> list[NDArray[np.int32]]:
        """The piece numbers of each text, in order."""
        ready = prepared(texts, prefix, self._convention.segment)
        if self._superwords is not None:
            return list(map(self._superwords.ids, ready))
        found = self._tokenizer.encode_batch_fast(ready, add_special_tokens=False)
        return [np.array(encoding.ids, np.int32) for encoding in found]

    def _encode(self, texts: Sequence[str], prefix: str) -> Vectors:
        sums = np.zeros((len(texts), self.dim), dtype=np.float32)
        for start in range(0, len(texts), _PER_BATCH):
            found = self._ids(texts[start : start + _PER_BATCH], prefix)
            self._sum(found, sums[start : start + len(found)])
        return unit(sums)

    def _sum(self, rows: list[NDArray[np.int32]], sums: Vectors) -> None:
        """Add up each row's vectors into `sums`, a bounded number of pieces at a time."""
        ids = np.concatenate(rows).astype(np.int64)
        owner = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
        for start in range(0, len(ids), _GATHERED):
            part = owner[start : start + _GATHERED]
            firsts = np.flatnonzero(np.diff(part, prepend=-1))
            sums[part[firsts]] += self._weights.total(ids[start : start + _GATHERED], firsts)
