"""Pieces as a superword tokenizer gives them (`models.train.vocabulary`), several times as fast.

Most of its time goes into keeping track of characters nobody asks for. Its normaliser works within
words and its model within runs of words, so that it is asked about each word and each run once.
"""

import json
import re
import unicodedata

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from models.known import Known

#: How `models.train.vocabulary` makes them; nothing is known here of any others.
_NORMALIZERS = [
    {"type": "NFKD"},
    {"type": "StripAccents"},
    {"type": "Lowercase"},
    {"type": "Replace", "pattern": {"String": "đ"}, "content": "d"},
    {"type": "Replace", "pattern": {"Regex": "\\s+"}, "content": " "},
]
_RUNS = {"Regex": "\\p{L}+(?: \\p{L}+)*|\\p{N}+"}
_PRETOKENIZERS = [
    {"type": "Split", "pattern": _RUNS, "behavior": "Removed", "invert": True},
    {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": False},
]
#: What _RUNS finds in normalised ASCII stands between these, and blanks.
_APART = "|"
_FIGURES, _OTHERS = re.compile("[0-9]+"), re.compile("[\0-\x1f!-/:-`{-\x7f]")
_KNOWN = 65_536  # words, and runs of them, that are remembered


def is_superword(tokenizer: Tokenizer) -> bool:
    """Whether `Superwords` gives what this tokenizer does, special tokens left out."""
    parts = tokenizer.normalizer, tokenizer.pre_tokenizer
    found = [part and json.loads(part.__getstate__()) for part in parts]
    return not tokenizer.get_added_tokens_decoder() and found == [
        {"type": "Sequence", "normalizers": _NORMALIZERS},
        {"type": "Sequence", "pretokenizers": _PRETOKENIZERS},
    ]


class Superwords:
    """Safe to use from many threads."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._normalize = tokenizer.normalizer.normalize_str
        self._model = tokenizer.model
        self._words = Known(self._normalized, _KNOWN)
        self._runs = Known(self._pieces, _KNOWN)

    def ids(self, text: str) -> NDArray[np.int32]:
        """The numbers of a text's pieces, in order."""
        plain = " ".join(map(self._words.__getitem__, text.split(" ")))
        if not plain.isascii():  # letters of other scripts
            return np.array(self._tokenizer.encode(text, add_special_tokens=False).ids, np.int32)
        while "  " in plain:
            plain = plain.replace("  ", " ")
        runs = filter(None, map(str.strip, plain.split(_APART)))
        return np.frombuffer(b"".join(map(self._runs.__getitem__, runs)), np.int32)

    def _normalized(self, word: str) -> str:
        """What is neither letter nor figure only stands between runs: which it is is all one."""
        found: str = self._normalize(word)
        if not found.isascii():
            found = "".join(_APART if unicodedata.category(c)[0] in "PS" else c for c in found)
        return _FIGURES.sub(rf"{_APART}\g<0>{_APART}", _OTHERS.sub(_APART, found))

    def _pieces(self, run: str) -> bytes:
        pieces = self._model.tokenize("▁" + run.replace(" ", "▁"))
        return np.array([piece.id for piece in pieces], np.int32).tobytes()
