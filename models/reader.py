"""A closer cross-encoder: a language model that reads a question and a passage together.

It has read more Vietnamese than the reranker (`models.reranker`), knows words by their marks, and
takes five times as long. The mean of the two is right more often than either.
"""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from models.encoder import Vectors
from models.errors import damaged
from models.hashes import verify
from models.names import BUNDLED
from models.runtime import Remembered, session

READER = "tracuu-reader-1"
#: Pieces read of a question and of a passage.
QUESTION, PASSAGE = 40, 128
_FIRST, _BETWEEN = "<s>", "</s>"

Pieces = tuple[int, ...]


class Reader:
    """Safe to use from many threads."""

    def __init__(self, folder: Path) -> None:
        """Raises ModelDamaged or ModelChanged when the folder cannot be read."""
        verify(folder)
        self._session = session(folder / "model.onnx")
        self._tokenizer = _tokenizer(folder / "tokenizer.json")
        self._first, self._between = (self._own_piece(folder, n) for n in (_FIRST, _BETWEEN))
        self._readings = Remembered(self._answers)

    def _own_piece(self, folder: Path, name: str) -> int:
        found = self._tokenizer.token_to_id(name)
        if found is None:
            raise damaged(folder / "tokenizer.json", f"has no piece {name}")
        return int(found)

    def read(self, question: str, passages: Sequence[str]) -> Vectors:
        """How well each passage answers, read with the question: float32[len(passages)].

        Logits, to be added to the scores the model was trained beside. The question has its marks.
        """
        asked, *said = self._pieces([question, *passages])
        return self._readings.of([(asked[:QUESTION], one[:PASSAGE]) for one in said])

    def _pieces(self, texts: Sequence[str]) -> list[Pieces]:
        # Half of a pair of surrogates is no letter of any text.
        whole = [text.encode("utf-8", "replace").decode("utf-8") for text in texts]
        found = self._tokenizer.encode_batch(whole, add_special_tokens=False)
        return [tuple(one.ids) for one in found]

    def _answers(self, pair: tuple[Pieces, Pieces]) -> float:
        asked, said = pair
        ids = [self._first, *asked, self._between, *said, self._between]
        kinds = [0] * (len(asked) + 2) + [1] * (len(said) + 1)
        given = {"ids": np.array(ids, np.int64), "kinds": np.array(kinds, np.int64)}
        (found,) = self._session.run(["answers"], given)
        return float(found[0, 0])


def _tokenizer(path: Path) -> Tokenizer:
    """Raises ModelDamaged."""
    try:
        made = Tokenizer.from_file(str(path))
    except Exception as error:  # its errors have no class of their own
        raise damaged(path, str(error)) from error
    made.no_truncation()
    made.no_padding()
    return made


@lru_cache(maxsize=1)
def reader() -> Reader:
    """The bundled one, loaded once. Raises ModelDamaged or ModelChanged."""
    return Reader(BUNDLED / READER)
