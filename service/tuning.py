"""Learn ``weights.json`` from gold questions.

``python -m service.tuning INDEX QUESTIONS.jsonl... [--out FILE]``; figures are printed as JSON.

For each group of questions (Vietnamese, keywords, English) ranking is fitted by a softmax over the
passages of each document that answers (the right ones should win), then silence by a logistic over
the evidence of each document. Both are small and strongly regularised: about 250 questions in four
forms are all there is. ``tests/quality/fitting-110.jsonl`` was written for this, over all 33 shared
files: more plans, other words, near misses. As weights may be fitted on it, it never measures them.
The figures come from five-fold cross-validation over questions. A group
without questions keeps the weights it has.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit, logsumexp

import indexer.index
from indexer.documents import DocumentInfo
from indexer.index import Index
from service import ranking, silence
from service.question import Question, understand
from service.retrieve import Candidate, candidates
from service.scope import known_places

FIELDS = ("query", "query_no_diacritics", "query_short", "query_en")
#: A document answers from this probability on: chosen where refusals stop costing right answers.
THRESHOLDS = {"vi": 0.17, "keywords": 0.23, "en": 0.14}
_DEPTH = 60
#: Features that may speak against a passage; more of any other never makes it worse.
_EITHER = ("aims", "goals", "funds", "duties", "front", "back", "row", "short", "heading")
_FOLDS = 5
#: Evidence that may only speak against an answer; all other may only speak for it.
_AGAINST = ("missing", "missing_share")
#: Weight of a document the gold says nothing of, and of an unanswerable question's documents.
_UNLISTED, _UNANSWERABLE = 0.25, 8.0

Array = NDArray[np.float64]
#: Group → measure → (share, of how many).
Figures = dict[str, dict[str, tuple[float, int]]]


@dataclass
class Example:
    """One question against one document."""

    question_id: str
    form: str
    listed: bool | None
    unanswerable: bool
    question: Question
    info: DocumentInfo
    found: list[Candidate]
    right: list[bool]
    matrix: Array = field(default_factory=lambda: np.zeros((0, 0)))


def main() -> None:
    """Read the arguments, fit every group, write the weights."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("index")
    parser.add_argument("questions", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, default=ranking.WEIGHTS)
    given = parser.parse_args()
    lines = (line for f in given.questions for line in f.read_text(encoding="utf-8").splitlines())
    rows = [json.loads(line) for line in lines if line.strip()]
    with indexer.index.open(given.index) as index:
        figures = tune(index, rows, given.out)
    sys.stdout.write(json.dumps(figures, indent=1) + "\n")


def tune(index: Index, rows: Sequence[dict[str, object]], out: Path) -> Figures:
    """Fit every group of the gold questions ``rows``, write the weights, return the figures."""
    groups: dict[str, list[Example]] = {}
    for row in rows:
        for example in examples(index, row):
            groups.setdefault(ranking.group(example.question), []).append(example)
    data = json.loads(ranking.WEIGHTS.read_text(encoding="utf-8"))
    figures: Figures = {}
    for name, group in sorted(groups.items()):
        names = matrices(group)
        figures[name] = cross_validate(group, names, THRESHOLDS[name])
        data[name] = fit(group, names, THRESHOLDS[name])
    text = json.dumps(data, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    out.write_text(text, encoding="utf-8")
    return figures


def squash(text: str) -> str:
    """Letters and digits, lower case: gold quotes are compared so."""
    return "".join(c for c in text.lower() if c.isalnum())


def examples(index: Index, row: dict[str, object]) -> list[Example]:
    """A gold question in its forms, against every document with candidates."""
    expect: dict[str, dict[str, list[str]] | None] = row["expect"]  # type: ignore[assignment]
    out: list[Example] = []
    for form in FIELDS:
        text = row.get(form)
        if not isinstance(text, str) or not text:
            continue
        question = understand(text, index.accents, known_places(index))
        allowed = [d.id for d in index.documents() if silence.place_allows(question, d)]
        whole = len(allowed) == len(index.documents())
        found = candidates(index, question, None if whole else allowed)
        unanswerable = row["type"] == "unanswerable"
        for document in dict.fromkeys(c.passage.document for c in found):
            info = index.document(document)
            mine = [c for c in found if c.passage.document == document]
            wanted = expect.get(document)
            quotes = [squash(q) for q in wanted["quotes"]] if wanted else []
            right = [any(q in squash(c.passage.text) for q in quotes) for c in mine]
            listed = None if document not in expect else wanted is not None
            out.append(
                Example(str(row["id"]), form, listed, unanswerable, question, info, mine, right)
            )
    return out


def matrices(group: Sequence[Example]) -> list[str]:
    """Give every example its matrix of inputs; returns the names of the columns."""
    rows = [[ranking.inputs(c.features, e.question) for c in e.found] for e in group]
    names = sorted({name for row in rows for name in row[0]})
    for example, row in zip(group, rows, strict=True):
        example.matrix = np.array([[values.get(n, 0.0) for n in names] for values in row])
    return names


def cross_validate(
    group: Sequence[Example], names: Sequence[str], threshold: float
) -> dict[str, tuple[float, int]]:
    """Each measure as ``(share, of how many)``, on questions the weights were not fitted to."""
    ids = sorted({e.question_id for e in group})
    np.random.default_rng(0).shuffle(ids)
    folds = {i: k % _FOLDS for k, i in enumerate(ids)}
    tally: dict[str, list[float]] = {}
    for fold in range(min(_FOLDS, len(ids)) if len(ids) > 1 else 0):
        train = [e for e in group if folds[e.question_id] != fold]
        test = [e for e in group if folds[e.question_id] == fold]
        w = fit_ranking(train, names)
        keys, v, bias = fit_silence(train, w)
        _score(test, w, keys, v, bias, threshold, tally)
    return {k: (round(float(np.mean(x)), 3), len(x)) for k, x in sorted(tally.items()) if x}


def fit(group: Sequence[Example], names: Sequence[str], threshold: float) -> dict[str, object]:
    """Both sets of weights of one group, as ``weights.json`` holds them."""
    w = fit_ranking(group, names)
    keys, v, bias = fit_silence(group, w)
    return {
        "ranking": {n: round(float(x), 3) for n, x in zip(names, w, strict=True) if abs(x) > 0.005},
        "silence": {k: round(float(x), 3) for k, x in zip(keys, v, strict=True)},
        "bias": round(float(bias), 3),
        "threshold": threshold,
    }


def fit_ranking(group: Sequence[Example], names: Sequence[str], penalty: float = 0.001) -> Array:
    """Weights under which right passages win among those of their document."""
    chosen = [e for e in group if e.listed and any(e.right)]
    data = []
    for example in chosen:
        keep = [i for i, r in enumerate(example.right) if i < _DEPTH or r]
        data.append((example.matrix[keep], np.array(example.right)[keep]))

    def loss(w: Array) -> tuple[float, Array]:
        total, gradient = 0.0, np.zeros_like(w)
        for matrix, right in data:
            z = matrix @ w
            whole, mine = logsumexp(z), logsumexp(z[right])
            total += whole - mine
            gradient += matrix.T @ np.exp(z - whole) - matrix[right].T @ np.exp(z[right] - mine)
        n = max(1, len(data))
        return total / n + penalty * float(w @ w), gradient / n + 2 * penalty * w

    start = np.zeros(len(names))
    bounds = [(None, None) if n.split(":")[-1] in _EITHER else (0.0, None) for n in names]
    found: Array = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    return found


def fit_silence(group: Sequence[Example], w: Array) -> tuple[list[str], Array, float]:
    """Names, weights and bias of the evidence by which documents that answer are told.

    Every question counts twice: as it is, and as one that no document answers, with those that do
    taken away. Evidence is scaled while it is fitted, so that all of it is held back alike.
    """
    measured = evidence_of(group, w)
    hidden = evidence_of([e for e in group if e.listed is not True], w)
    asked = {(e.question_id, e.form) for e in group if e.listed is True}
    rows = measured + [(m, e) for m, e in hidden if (e.question_id, e.form) in asked]
    keys = sorted(measured[0][0])
    x = np.array([[m[k] for k in keys] for m, _ in rows])
    answers = [e.listed is True and not e.unanswerable for _, e in measured]
    y = np.array(answers + [False] * (len(rows) - len(measured)), dtype=float)
    weight = np.array(
        [
            (_UNLISTED if e.listed is None else 1.0) * (_UNANSWERABLE if e.unanswerable else 1.0)
            for _, e in rows
        ]
    )
    middle, spread = x.mean(axis=0), x.std(axis=0) + 1e-9
    v = _logistic((x - middle) / spread, y, weight, [_bounds(k) for k in keys])
    scaled: Array = v[:-1] / spread
    return keys, scaled, float(v[-1] - scaled @ middle)


def _bounds(key: str) -> tuple[float | None, float | None]:
    return (None, 0.0) if key in _AGAINST else (0.0, None)


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


def evidence_of(group: Sequence[Example], w: Array) -> list[tuple[dict[str, float], Example]]:
    """The evidence of every document under ranking weights ``w``."""
    ranked: dict[tuple[str, str], list[tuple[Example, list[Candidate]]]] = {}
    for example in group:
        scores = example.matrix @ w
        mine = [
            Candidate(c.passage, c.features, float(s))
            for s, c in sorted(zip(scores, example.found, strict=True), key=lambda p: -p[0])
        ]
        ranked.setdefault((example.question_id, example.form), []).append((example, mine))
    out = []
    for together in ranked.values():
        best = max((mine[0] for _, mine in together), key=lambda c: c.score)
        out += [(silence.measure(e.question, e.info, mine, best), e) for e, mine in together]
    return out


def _score(
    test: Sequence[Example],
    w: Array,
    keys: Sequence[str],
    v: Array,
    bias: float,
    threshold: float,
    tally: dict[str, list[float]],
) -> None:
    refused: dict[tuple[str, str], bool] = {}
    for measured, example in evidence_of(test, w):
        z = bias + sum(measured[k] * x for k, x in zip(keys, v, strict=True))
        found = expit(z) >= threshold
        right = example.right[int(np.argmax(example.matrix @ w))]
        if example.unanswerable:
            key = (example.question_id, example.form)
            refused[key] = refused.get(key, True) and not found
        elif example.listed:
            tally.setdefault("cite@1", []).append(float(found and right))
            tally.setdefault("ranked first", []).append(float(right))
        elif example.listed is False:
            tally.setdefault("silent", []).append(float(not found))
    tally.setdefault("refused", []).extend(map(float, refused.values()))


if __name__ == "__main__":
    main()
