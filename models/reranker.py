"""A cross-encoder: a small transformer that reads a question and a passage together.

It knows what a vector cannot say: who does what to whom. It reads the pieces of the bundled static
model, with their vectors, so that it is but some millions of numbers; ONNX Runtime multiplies them
as whole numbers (`models/train/graph.py`), three times as fast as in floating point.
"""

import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnxruntime import InferenceSession, SessionOptions

from models.encoder import Encoder, Vectors
from models.errors import damaged
from models.hashes import verify
from models.names import BUNDLED, DEFAULT, load
from models.static import StaticEncoder

RERANKER = "tracuu-reranker-4"
#: Pieces read of a question and of a passage.
QUESTION, PASSAGE = 28, 72
#: What is read of a vector.
INPUT = 256
#: Readings kept, some 400 bytes each.
_REMEMBERED = 4096
#: The runtime's level of what is worth writing to the standard error.
_ERRORS = 3

Pieces = NDArray[np.int32]


class Reranker:
    """Safe to use from many threads."""

    def __init__(self, folder: Path, encoder: StaticEncoder) -> None:
        """Raises ModelDamaged when the folder cannot be read or goes with other pieces."""
        verify(folder)
        made_for = _config(folder)["pieces"]
        if made_for != encoder.fingerprint:
            raise damaged(folder, f"made for the pieces of {made_for[:12]}")
        self._session = _session(folder / "model.onnx")
        self._encoder = encoder
        self._known: dict[tuple[bytes, bytes], float] = {}

    def read(self, question: str, passages: Sequence[str]) -> Vectors:
        """How well each passage answers, read with the question: float32[len(passages)].

        Logits, to be added to the scores the model was trained beside; only differences between
        passages of one document say anything. Plans copy one another, and a question with two
        things in it is read with the same clauses twice: what was read is remembered.
        """
        asked = self._encoder.pieces([question])[0][:QUESTION]
        found = [ids[:PASSAGE] for ids in self._encoder.pieces(passages)]
        keys = [(asked.tobytes(), ids.tobytes()) for ids in found]
        known = self._known
        fresh = {key: ids for key, ids in zip(keys, found, strict=True) if key not in known}
        if fresh:
            read = self._forward(asked, list(fresh.values()))
            room = len(known) + len(fresh) <= _REMEMBERED
            # A new dictionary, since other threads may be reading the old one.
            kept = known if room else {key: known[key] for key in keys if key in known}
            known = self._known = kept | dict(zip(fresh, read.tolist(), strict=True))
        return np.array([known[key] for key in keys], np.float32)

    def _forward(self, asked: Pieces, passages: Sequence[Pieces]) -> Vectors:
        """float32[passages]. Each pair goes by itself: what stands beside it changes nothing."""
        ids = np.concatenate([asked, *passages]).astype(np.int64)
        rows = np.ascontiguousarray(self._encoder.rows(ids)[:, :INPUT])
        ends = len(asked) + np.cumsum([len(passage) for passage in passages])
        question, *said = np.split(rows, [len(asked), *ends[:-1]])
        return np.array([self._answers(question, passage) for passage in said], np.float32)

    def _answers(self, asked: Vectors, said: Vectors) -> float:
        (found,) = self._session.run(["answers"], {"asked": asked, "said": said})
        return float(found[0, 0])


def _session(path: Path) -> InferenceSession:
    """One that starts no threads: callers have their own, and a process that has some cannot fork.

    Raises ModelDamaged.
    """
    options = SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = _ERRORS
    try:
        return InferenceSession(path.read_bytes(), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # its errors have no class of their own in common
        raise damaged(path, str(error)) from error


def reranker(encoder: Encoder | None = None) -> Reranker:
    """The bundled one, over ``encoder`` where it was made for its pieces; loaded once.

    Raises ModelDamaged or ModelChanged.
    """
    return _reranker(pieces_for(BUNDLED / RERANKER, encoder))


@lru_cache(maxsize=4)
def _reranker(encoder: StaticEncoder) -> Reranker:
    return Reranker(BUNDLED / RERANKER, encoder)


def pieces_for(folder: Path, encoder: Encoder | None) -> StaticEncoder:
    """``encoder``, where a reranker was made for its pieces, else the bundled one, loaded once.

    Raises ModelDamaged for a reranker made for other pieces (``Reranker``) when it is made.
    """
    if isinstance(encoder, StaticEncoder) and encoder.fingerprint == _config(folder)["pieces"]:
        return encoder
    return _bundled()


@lru_cache(maxsize=1)
def _bundled() -> StaticEncoder:
    encoder = load("default")
    assert isinstance(encoder, StaticEncoder), DEFAULT
    return encoder


@lru_cache(maxsize=8)  # every question asks which pieces the bundled one was made for
def _config(folder: Path) -> dict[str, Any]:
    """Raises ModelDamaged."""
    try:
        found: dict[str, Any] = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise damaged(folder / "config.json", str(error)) from error
    if not {"pieces"} <= found.keys():
        raise damaged(folder / "config.json", "not of a reranker")
    return found
