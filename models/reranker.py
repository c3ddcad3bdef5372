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

from models.encoder import Encoder, Vectors
from models.errors import damaged
from models.hashes import verify
from models.names import BUNDLED, DEFAULT, load
from models.runtime import Remembered, session
from models.static import StaticEncoder

RERANKER = "tracuu-reranker-4"
#: Pieces read of a question and of a passage.
QUESTION, PASSAGE = 28, 72
#: What is read of a vector.
INPUT = 256

Pieces = NDArray[np.int32]


class Reranker:
    """Safe to use from many threads."""

    def __init__(self, folder: Path, encoder: StaticEncoder) -> None:
        """Raises ModelDamaged when the folder cannot be read or goes with other pieces."""
        verify(folder)
        made_for = _config(folder)["pieces"]
        if made_for != encoder.fingerprint:
            raise damaged(folder, f"made for the pieces of {made_for[:12]}")
        self._session = session(folder / "model.onnx")
        self._encoder = encoder
        self._readings = Remembered(self._answers)

    def read(self, question: str, passages: Sequence[str]) -> Vectors:
        """How well each passage answers, read with the question: float32[len(passages)].

        Logits, to be added to the scores the model was trained beside; only differences between
        passages of one document say anything.
        """
        asked, *said = (ids.tobytes() for ids in self._pieces(question, passages))
        return self._readings.of([(asked, one) for one in said])

    def _pieces(self, question: str, passages: Sequence[str]) -> list[Pieces]:
        asked = self._encoder.pieces([question])[0][:QUESTION]
        return [asked, *(ids[:PASSAGE] for ids in self._encoder.pieces(passages))]

    def _answers(self, pair: tuple[bytes, bytes]) -> float:
        asked, said = (self._rows(np.frombuffer(text, np.int32)) for text in pair)
        (found,) = self._session.run(["answers"], {"asked": asked, "said": said})
        return float(found[0, 0])

    def _rows(self, pieces: Pieces) -> Vectors:
        return np.ascontiguousarray(self._encoder.rows(pieces.astype(np.int64))[:, :INPUT])


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
