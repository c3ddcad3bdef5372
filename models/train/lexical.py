"""BM25 over folded syllables and their bigrams, to say what a model adds to lexical search."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from models.train.text import words

_K1, _B = 0.9, 0.4
Scores = NDArray[np.float32]


def terms(text: str) -> list[str]:
    """Folded syllables and bigrams, as the index has them."""
    found = words(text)
    return found + [f"{a} {b}" for a, b in zip(found, found[1:], strict=False)]


def _counts(rows: Iterable[Iterable[str]], known: dict[str, int], grow: bool) -> csr_array:
    ids: list[int] = []
    ends = [0]
    for row in rows:
        if grow:
            ids += [known.setdefault(term, len(known)) for term in row]
        else:
            ids += [known[term] for term in row if term in known]
        ends.append(len(ids))
    values = np.ones(len(ids), dtype=np.float32)
    made = csr_array(
        (values, np.array(ids, dtype=np.int64), ends), shape=(len(ends) - 1, len(known))
    )
    made.sum_duplicates()
    return made


def bm25(questions: Sequence[str], passages: Sequence[str]) -> Scores:
    """BM25 of each passage for each question, as shares of the question's best: 0 to 1."""
    known: dict[str, int] = {}
    said = _counts(map(terms, passages), known, True)
    asked = _counts((set(terms(question)) for question in questions), known, False)
    frequency = np.bincount(said.indices, minlength=len(known))
    idf = np.log(1 + (len(passages) - frequency + 0.5) / (frequency + 0.5))
    lengths = said.sum(axis=1)
    norm = _K1 * (1 - _B + _B * lengths / max(lengths.mean(), 1.0))
    owner = np.repeat(np.arange(len(passages)), np.diff(said.indptr))
    said.data = said.data * (_K1 + 1) / (said.data + norm[owner]) * idf[said.indices]
    scores: Scores = (asked @ said.T).toarray().astype(np.float32)
    shares: Scores = scores / np.maximum(scores.max(axis=1, keepdims=True), 1e-9)
    return shares
