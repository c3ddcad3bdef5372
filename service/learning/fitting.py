"""The weights of ranking and silence from examples: a softmax and a logistic, held back a little.

An example is one question against one document, with its candidates and which of them are right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

from indexer.documents import DocumentInfo
from service.answer import sureness
from service.query.question import Question
from service.retrieve import hybrid, ranking, reranking
from service.retrieve.hybrid import Candidate

_DEPTH = 60
#: Features that may speak against a passage; more of any other never makes it worse.
EITHER = ("aims", "goals", "funds", "duties", "front", "back", "row", "heading", "length")
#: How much weights of ranking are held back: with thousands of questions .0003 puts more right
#: passages of plans' questions first than .001 (.865 for .845) or .0001 (.855).
_PENALTY = 0.0003
#: Weight of a document of which that is not known, and of an unanswerable question's documents.
_UNLISTED, _UNANSWERABLE = 0.25, 8.0

Array = NDArray[np.float64]


@dataclass
class Example:
    """One question against one document.

    ``listed``: whether the document answers, None where that is not known;
    ``answering``: the documents that answer the question; ``right``: by candidate; ``read``: what
    reading told of the first of them; ``teaches_silence``: unless it should have been read by
    readers that do not know the question, and there are none.
    """

    question_id: str
    form: str
    listed: bool | None
    unanswerable: bool
    answering: tuple[str, ...]
    question: Question
    info: DocumentInfo
    found: list[Candidate]
    right: list[bool]
    read: reranking.Read = field(default_factory=dict)
    teaches_silence: bool = True
    matrix: Array = field(default_factory=lambda: np.zeros((0, 0)))


def matrices(group: Sequence[Example]) -> list[str]:
    """Give every example its matrix of inputs; returns the names of the columns."""
    rows = [[ranking.inputs(c.features, e.question) for c in e.found] for e in group]
    names = sorted({name for row in rows for name in row[0]})
    for example, row in zip(group, rows, strict=True):
        example.matrix = np.array([[values.get(n, 0.0) for n in names] for values in row])
    return names


def fit(
    group: Sequence[Example], names: Sequence[str], thresholds: tuple[float, float, float]
) -> dict[str, object]:
    """Both sets of weights of one group, as ``weights.json`` holds them."""
    w = fit_ranking(group, names)
    keys, v, bias = fit_silence(group, w)
    return {
        "ranking": {n: round(float(x), 3) for n, x in zip(names, w, strict=True) if abs(x) > 0.005},
        "silence": {k: round(float(x), 3) for k, x in zip(keys, v, strict=True)},
        "bias": round(float(bias), 3),
        **dict(zip(("threshold", "few", "further"), thresholds, strict=True)),
    }


def fit_ranking(group: Sequence[Example], names: Sequence[str], penalty: float = _PENALTY) -> Array:
    """Weights under which right passages win among those of their document."""
    chosen = [e for e in group if e.listed and any(e.right)]
    kept = [[i for i, r in enumerate(e.right) if i < _DEPTH or r] for e in chosen]
    matrix = np.concatenate([e.matrix[keep] for e, keep in zip(chosen, kept, strict=True)])
    right = np.concatenate([np.array(e.right)[k] for e, k in zip(chosen, kept, strict=True)])
    sizes = np.array([len(keep) for keep in kept])
    starts, own = np.cumsum(sizes) - sizes, np.repeat(np.arange(len(sizes)), sizes)

    def loss(w: Array) -> tuple[float, Array]:
        z = matrix @ w
        whole, shares = _softmax(z, starts, own)
        mine, wanted = _softmax(np.where(right, z, -np.inf), starts, own)
        n = len(chosen)
        gradient = matrix.T @ (shares - wanted) / n + 2 * penalty * w
        return float((whole - mine).sum()) / n + penalty * float(w @ w), gradient

    start = np.zeros(len(names))
    bounds = [(None, None) if n.split(":")[-1] in EITHER else (0.0, None) for n in names]
    found: Array = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    return found


def _softmax(z: Array, starts: NDArray[np.intp], own: NDArray[np.intp]) -> tuple[Array, Array]:
    """Of each run of ``z`` its log-sum-exp, and of each value its share of its run."""
    most = np.maximum.reduceat(z, starts)
    raised = np.exp(z - most[own])
    sums = np.add.reduceat(raised, starts)
    return np.log(sums) + most, raised / sums[own]


def fit_silence(group: Sequence[Example], w: Array) -> tuple[list[str], Array, float]:
    """Names, weights and bias of the evidence by which documents that answer are told.

    Every question counts twice: as it is, and as one that no document answers, with those that do
    taken away. Evidence is scaled while it is fitted, so that all of it is held back alike.
    """
    group = [e for e in group if e.teaches_silence]
    measured = evidence_of(group, w)
    hidden = evidence_of([e for e in group if e.listed is not True], w)
    asked = {(e.question_id, e.form) for e in group if e.listed is True}
    rows = measured + [j for j in hidden if (j.example.question_id, j.example.form) in asked]
    keys = sorted(measured[0].evidence)
    x = np.array([[judged.evidence[k] for k in keys] for judged in rows])
    answers = [j.example.listed is True and not j.example.unanswerable for j in measured]
    y = np.array(answers + [False] * (len(rows) - len(measured)), dtype=float)
    weight = np.array(
        [
            (_UNLISTED if e.listed is None else 1.0) * (_UNANSWERABLE if e.unanswerable else 1.0)
            for e in (judged.example for judged in rows)
        ]
    )
    middle, spread = x.mean(axis=0), x.std(axis=0) + 1e-9
    v = _logistic((x - middle) / spread, y, weight, [_bounds(k) for k in keys])
    scaled: Array = v[:-1] / spread
    return keys, scaled, float(v[-1] - scaled @ middle)


def _bounds(key: str) -> tuple[float | None, float | None]:
    return (None, 0.0) if key in sureness.AGAINST else (0.0, None)


def _logistic(
    x: Array, y: Array, weight: Array, bounds: list[tuple[float | None, float | None]]
) -> Array:
    """Weights and, last, the bias."""

    def loss(v: Array) -> tuple[float, Array]:
        z = x @ v[:-1] + v[-1]
        value = float(weight @ (np.logaddexp(0.0, z) - y * z)) + float(v[:-1] @ v[:-1])
        residual = weight * (expit(z) - y)
        return value, np.append(x.T @ residual + 2 * v[:-1], residual.sum())

    start, free = np.zeros(len(bounds) + 1), [*bounds, (None, None)]
    found: Array = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=free).x
    return found


class Judged(NamedTuple):
    """The evidence of a document, and whether its first passage is right."""

    evidence: dict[str, float]
    example: Example
    right: bool


def evidence_of(group: Sequence[Example], w: Array) -> list[Judged]:
    """The evidence of every document under ranking weights ``w``."""
    asked: dict[tuple[str, str], list[Example]] = {}
    for example in group:
        asked.setdefault((example.question_id, example.form), []).append(example)
    return [judged for together in asked.values() for judged in _judged(together, w)]


def _judged(together: Sequence[Example], w: Array) -> list[Judged]:
    """The evidence of one question's documents."""
    question = together[0].question
    found = {}
    for example in together:
        scored = zip(example.matrix @ w, example.found, strict=True)
        mine = [Candidate(c.passage, c.features, float(score)) for score, c in scored]
        found[example.info.id] = hybrid.in_order(question, mine)
    known = {row: value for example in together for row, value in example.read.items()}
    ordered = reranking.with_readings(question, found, known)
    best = max((mine[0] for mine in ordered.values()), key=lambda c: c.score)
    out = []
    for example in together:
        mine = ordered[example.info.id]
        right = {c.passage.row for c, r in zip(example.found, example.right, strict=True) if r}
        measured = sureness.measure(question, example.info, mine, best)
        out.append(Judged(measured, example, mine[0].passage.row in right))
    return out
