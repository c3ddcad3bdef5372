"""A closer cross-encoder: a language model that reads a question and a passage together.

It has read more Vietnamese than the reranker (`models.reranker`), knows words by their marks, and
takes 1 to 4 ms for a passage, two to six times as long. The two together are right more often
than either.
"""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.encoder import Vectors
from models.errors import damaged
from models.hashes import verify
from models.names import BUNDLED
from models.prepare import prepared
from models.runtime import Remembered, session
from models.static import read_tokenizer

READER = "tracuu-reader-3"
#: Pieces read of a question and of a passage.
QUESTION, PASSAGE = 40, 128
_FIRST, _BETWEEN = "<s>", "</s>"

#: The pieces of a pair and of which of its texts each is: "ids" and "kinds", int64[pieces].
Given = dict[str, NDArray[np.int64]]


class Reader:
    """Safe to use from many threads."""

    def __init__(self, folder: Path) -> None:
        """Raises ModelDamaged when the folder cannot be read or its files do not go together."""
        verify(folder)
        self._tokenizer = read_tokenizer(folder / "tokenizer.json")
        self._tokenizer.no_truncation()
        self._first, self._between = (self._own_piece(folder, n) for n in (_FIRST, _BETWEEN))
        self._session = session(folder / "model.onnx")
        if {given.name for given in self._session.get_inputs()} != {"ids", "kinds"}:
            raise damaged(folder / "model.onnx", "not the graph of a reader")
        self._readings = Remembered(self._answers)
        last = np.array([self._tokenizer.get_vocab_size() - 1], np.int32).tobytes()
        try:
            self._answers((last, last))
        except Exception as error:  # the runtime's errors have no class of their own in common
            raise damaged(folder, "a graph for other pieces") from error

    def read(self, question: str, passages: Sequence[str]) -> Vectors:
        """How well each passage answers, read with the question: float32[len(passages)].

        Logits, to be added to the scores the model was trained beside. The question has its marks.
        """
        asked = self._pieces(question, QUESTION)
        return self._readings.of([(asked, self._pieces(text, PASSAGE)) for text in passages])

    def _own_piece(self, folder: Path, name: str) -> int:
        found = self._tokenizer.token_to_id(name)
        if found is None:
            raise damaged(folder / "tokenizer.json", f"has no piece {name}")
        return int(found)

    def _pieces(self, text: str, most: int) -> bytes:
        """One text at a time: several would be cut by threads that stay."""
        (whole,) = prepared([text], "", segment=False)
        found = self._tokenizer.encode(whole, add_special_tokens=False).ids
        # "</s>" in a text parts nothing.
        ids = [piece for piece in found if piece not in (self._first, self._between)]
        return np.array(ids[:most], np.int32).tobytes()

    def given(self, question: str, passage: str) -> Given:
        """What the graph reads of a question and a passage."""
        return self._together((self._pieces(question, QUESTION), self._pieces(passage, PASSAGE)))

    def _answers(self, pair: tuple[bytes, bytes]) -> float:
        (found,) = self._session.run(["answers"], self._together(pair))
        return float(found[0, 0])

    def _together(self, pair: tuple[bytes, bytes]) -> Given:
        asked, said = (np.frombuffer(pieces, np.int32) for pieces in pair)
        ids = np.array([self._first, *asked, self._between, *said, self._between], np.int64)
        return {"ids": ids, "kinds": (np.arange(len(ids)) >= len(asked) + 2).astype(np.int64)}


@lru_cache(maxsize=1)
def reader() -> Reader:
    """The bundled one, loaded once. Raises ModelDamaged or ModelChanged."""
    return Reader(BUNDLED / READER)
