"""Learn ``weights.json`` from questions with known answers.

``python -m service.learning.tuning INDEX QUESTIONS.jsonl... [--readers FOLDER] [--out FILE]``;
figures are printed as JSON. ``--lists FILE`` writes what the readers and their tutor learn from
instead (``models.train``).

For each group of questions (Vietnamese, keywords, English) ranking is fitted by a softmax over the
passages of each document that answers (the right ones should win), then silence by a logistic over
the evidence of each document (``service.learning.fitting``). Both are small, strongly regularised.
``tests/quality/fitting-*.jsonl`` were written for this, over the shared plans and other official
documents (``tests.quality.documents``); as weights are fitted on them, they never measure what is
shipped. The gold standard only measures.

``FOLDER/0`` and ``FOLDER/1`` have each a ``reranker`` and a ``reader`` that never saw a question at
home in that half of the folds. A question is read by those that do not know it, or evidence learned
from reading would be far too sure; where they are missing, their half teaches ranking only.

The figures come from cross-validation by plan: a document is judged under weights fitted without
any question that it answers, so they say how plans never seen will fare. A group without questions
keeps the weights it has.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from scipy.special import expit

import indexer.index
from indexer.errors import BadQuestion
from indexer.index import Index
from service.learning import lists
from service.learning.fitting import (
    Array,
    Example,
    evidence_of,
    fit,
    fit_ranking,
    fit_silence,
    matrices,
)
from service.learning.folds import FOLDS, PARTS, Row, answering_of, by_name, folds, home
from service.query import outsiders
from service.query.scope import Sent
from service.query.understanding import Understood, understood
from service.retrieve import ranking, reranking
from service.retrieve.hybrid import Candidate, by_document, candidates
from service.retrieve.reranking import Readers

FIELDS = ("query", "query_no_diacritics", "query_short", "query_en")
#: The first document answers from one probability on, from another where few are asked, further
#: ones from the third (``sureness.needed``): chosen by hand, the measured sets in view, between
#: refusals and plans rightly silent, and right answers withheld. So is that whole Vietnamese
#: questions take weights halfway between two fits (the card of tracuu-reader-3), how many clauses
#: are read (``reranking``), and, until the next fit, what ``off_subject`` weighs; what ``reading``
#: does was fitted alone, on questions that the reader never saw. All else is fitted on our own
#: questions.
THRESHOLDS = {"vi": (0.36, 0.3, 0.12), "keywords": (0.2, 0.2, 0.12), "en": (0.4, 0.33, 0.18)}
#: Of documents whose answers are not known, how many are looked at and how many candidates of each:
#: the others are no rivals, and thousands of questions would not fit in memory with them.
_RIVALS, _BEGINNING = 8, 8

#: Form of the question → measure → (share, of how many).
Figures = dict[str, dict[str, tuple[float, int]]]
_Tally = dict[tuple[str, str], list[float]]


def main() -> None:
    """Read the arguments, fit every group, write the weights."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("index")
    parser.add_argument("questions", nargs="+", type=Path)
    parser.add_argument("--readers", type=Path)
    parser.add_argument("--lists", type=Path)
    parser.add_argument("--out", type=Path, default=ranking.WEIGHTS)
    given = parser.parse_args()
    rows = read_rows(given.questions)
    with indexer.index.open(given.index) as index:
        if given.lists:
            asked = (lists.with_some(row) for row in rows)
            found = (e for row in asked for e in examples(index, row, forms=lists.FORMS))
            lists.write(given.lists, found, folds(rows))
            return
        figures = tune(index, rows, given.out, given.readers)
    sys.stdout.write(json.dumps(figures, indent=1) + "\n")


def tune(index: Index, rows: Sequence[Row], out: Path, readers: Path | None = None) -> Figures:
    """Fit every group of the questions ``rows``, write the weights, return the figures."""
    fold = folds(rows)
    known = _readers(index, readers)
    groups: dict[str, list[Example]] = {}
    for row in rows:
        reading = known.get(home(row, fold) % PARTS)
        for example in examples(index, row, reading):
            example.teaches_silence = not known or reading is not None
            groups.setdefault(ranking.group(example.question), []).append(example)
    data = json.loads(ranking.WEIGHTS.read_text(encoding="utf-8"))
    tally: _Tally = {}
    for name, group in sorted(groups.items()):
        if not any(e.listed and any(e.right) and e.teaches_silence for e in group):
            continue
        names = matrices(group)
        cross_validate(group, names, THRESHOLDS[name], fold, tally)
        data[name] = fit(group, names, THRESHOLDS[name])
    text = json.dumps(data, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    out.write_text(text, encoding="utf-8")
    return _figures(tally)


def _figures(tally: _Tally) -> Figures:
    out: Figures = {}
    for (form, measure), judged in sorted(tally.items()):
        out.setdefault(form, {})[measure] = (round(float(np.mean(judged)), 3), len(judged))
    return out


def read_rows(paths: Sequence[Path]) -> list[Row]:
    """The questions of files of JSON lines."""
    lines = (line for path in paths for line in path.read_text(encoding="utf-8").splitlines())
    return [json.loads(line) for line in lines if line.strip()]


def squash(text: str) -> str:
    """Letters and digits, lower case: quotes are compared so."""
    return "".join(c for c in text.lower() if c.isalnum())


def _readers(index: Index, folder: Path | None) -> dict[int, Readers]:
    """By part of the folds: the readers that do not know it, if any. Raises ModelDamaged."""
    parts = {k: folder / str(k) for k in range(PARTS)} if folder else {}
    return {
        k: reranking.readers_in(part / "reranker", part / "reader", index.encoder)
        for k, part in parts.items()
        if part.is_dir()
    }


def examples(
    index: Index, row: Row, readers: Readers | None = None, forms: Sequence[str] = FIELDS
) -> list[Example]:
    """A question in its forms, read as ``ask`` does, against each document that may contend.

    Raises BadQuestion for a form that cannot be asked, unless it was made by machine.
    """
    out: list[Example] = []
    for form in forms:
        text = row.get(form)
        if not isinstance(text, str) or not text:
            continue
        try:
            read = understood(index, text, Sent())
        except BadQuestion:
            if form == lists.SOME:  # such words may say nothing alone
                continue
            raise
        out += _against(index, row, form, read, readers)
    return out


def _against(
    index: Index, row: Row, form: str, read: Understood, readers: Readers | None
) -> Iterator[Example]:
    """One form of a question against each document that may contend."""
    expect: dict[str, dict[str, list[str]] | None] = row["expect"]  # type: ignore[assignment]
    answering = answering_of(row)
    found = found_of(index, read)
    known = reranking.read(read.question, reranking.first_of(found), readers) if readers else {}
    for document, mine in _worth_learning(found, expect):
        quotes = [squash(q) for q in (expect.get(document) or {"quotes": []})["quotes"]]
        yield Example(
            question_id=str(row["id"]),
            form=form,
            listed=None if document not in expect else document in answering,
            unanswerable=row["type"] == "unanswerable",
            answering=answering,
            question=read.question,
            info=index.document(document),
            found=mine,
            right=[any(q in squash(c.passage.text) for q in quotes) for c in mine],
            read={c.passage.row: known[c.passage.row] for c in mine if c.passage.row in known},
        )


def found_of(index: Index, read: Understood) -> dict[str, list[Candidate]]:
    """The candidates of each document that a question does not leave out."""
    allowed = [d.id for d in read.infos if outsiders.left_out(read.question, d) is None]
    whole = len(allowed) == len(index.documents())
    ranked = candidates(index, read.question, None if whole else allowed) if allowed else []
    return by_document(ranked)


def _worth_learning(
    found: Mapping[str, list[Candidate]], expect: Mapping[str, object]
) -> list[tuple[str, list[Candidate]]]:
    """Every document whose answer is known, and the beginnings of those that contend with them."""
    ranked = sorted(found.items(), key=lambda pair: -pair[1][0].score)
    near = {document for document, _ in ranked[:_RIVALS]} - expect.keys()
    return [
        (document, mine if document in expect else mine[:_BEGINNING])
        for document, mine in ranked
        if document in near or document in expect
    ]


def cross_validate(
    group: Sequence[Example],
    names: Sequence[str],
    thresholds: tuple[float, float, float],
    fold: Mapping[str, int],
    tally: _Tally,
) -> None:
    """Judge each document under weights fitted without any question that its fold answers."""
    for k in range(FOLDS):
        held = {d for d, its in fold.items() if its == k}
        train = [e for e in group if not held & {*e.answering} and _home(e, fold) != k]
        mine = [e for e in group if held & {*e.answering} or _home(e, fold) == k]
        test = [e for e in mine if e.teaches_silence]  # as it is asked: read
        if test and any(e.listed and any(e.right) and e.teaches_silence for e in train):
            w = fit_ranking(train, names)
            _judge(test, held, w, fit_silence(train, w), thresholds, tally)


def _home(example: Example, fold: Mapping[str, int]) -> int | None:
    """The fold of an unanswerable question, which no document has; None for any other."""
    return None if example.answering else by_name(example.question_id)


def _judge(
    test: Sequence[Example],
    held: set[str],
    w: Array,
    silence: tuple[list[str], Array, float],
    thresholds: tuple[float, float, float],
    tally: _Tally,
) -> None:
    """Count what is right of the documents ``held``, and of those that should be silent."""
    keys, v, bias = silence
    first, _, further = thresholds
    refused: dict[tuple[str, str], bool] = {}
    surest: dict[tuple[str, str], float] = {}
    judged = []
    for measured, example, right in evidence_of(test, w):
        p = float(expit(bias + sum(measured[k] * x for k, x in zip(keys, v, strict=True))))
        asked = (example.form, example.question_id)
        surest[asked] = max(surest.get(asked, 0.0), p)
        judged.append((p, asked, example, right))
    for p, asked, example, right in judged:
        found = p >= (further if surest[asked] >= first else first)
        if example.unanswerable:
            refused[asked] = refused.get(asked, True) and not found
        elif example.listed and example.info.id in held:
            tally.setdefault((example.form, "cite@1"), []).append(float(found and right))
            tally.setdefault((example.form, "ranked first"), []).append(float(right))
        elif example.listed is False and {*example.answering[:1]} & held:
            tally.setdefault((example.form, "silent"), []).append(float(not found))
    for (form, _), one in refused.items():
        tally.setdefault((form, "refused"), []).append(float(one))


if __name__ == "__main__":
    main()
