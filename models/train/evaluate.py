"""Retrieval figures of a model, alone and with BM25: `python -m models.train.evaluate --help`.

"late" is the same with late interaction over the first 30 (see models.interaction).

The weight of BM25 beside the cosine is chosen on Zalo 2021 for Vietnamese questions. For English
ones, where BM25 finds names and figures only, it is a small fixed one.

Nothing read here is ever trained on (see pairs.py for what is left out of training).
"""

import argparse
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

import models
from models.encoder import Encoder
from models.interaction import Interacting
from models.train.lexical import Scores, bm25
from models.train.text import fold, words

_WEIGHTS = (0.1, 0.2, 0.3, 0.5, 0.7, 1.0)
_ENGLISH_WEIGHT = 0.1
# Late interaction: so many of the first are compared piece by piece, with this weight beside the
# score they have. On Zalo 2021 every weight from .25 to 1 is as good, to .004.
_COMPARED, _LIKENESS_WEIGHT = 30, 0.75


@dataclass(frozen=True)
class Task:
    """Questions over passages; `right[i]` are the passages that answer question i."""

    name: str
    questions: list[str]
    passages: list[str]
    right: list[set[int]]


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def alqac(folder: Path) -> Task:
    """Legal questions over the articles of the laws."""
    passages = list(_lines(folder / "alqac2022-passages.jsonl"))
    places = {passage["id"]: number for number, passage in enumerate(passages)}
    asked = list(_lines(folder / "alqac2022-questions.jsonl"))
    right = [{places[i] for i in question["relevant"] if i in places} for question in asked]
    texts = [passage["text"] for passage in passages]
    return Task("ALQAC 2022", [question["question"] for question in asked], texts, right)


def zalo(folder: Path) -> Task:
    """Legal questions over the articles that answer any of them."""
    asked = list(_lines(folder / "zalo2021-questions.jsonl"))
    places: dict[str, int] = {}
    right = []
    for question in asked:
        articles = (f"{article['title']}\n{article['body']}" for article in question["articles"])
        right.append({places.setdefault(article, len(places)) for article in articles})
    return Task("Zalo 2021", [question["question"] for question in asked], list(places), right)


def _xquad(path: Path) -> list[tuple[str, list[str]]]:
    articles = json.loads(path.read_text(encoding="utf-8"))["data"]
    paragraphs = [paragraph for article in articles for paragraph in article["paragraphs"]]
    return [(p["context"], [question["question"] for question in p["qas"]]) for p in paragraphs]


def xquad(folder: Path, asked: str) -> Task:
    """Questions in `asked` ("vi" or "en") over the Vietnamese paragraphs."""
    passages = [context for context, _ in _xquad(folder / "xquad.vi.json")]
    found = [
        (question, number)
        for number, (_, questions) in enumerate(_xquad(folder / f"xquad.{asked}.json"))
        for question in questions
    ]
    name = "XQuAD-vi" if asked == "vi" else "XQuAD en→vi"
    return Task(name, [q for q, _ in found], passages, [{number} for _, number in found])


def _clauses(path: Path) -> list[tuple[str, str]]:
    """(text with headings above, own text) of every clause of one gold document."""
    units = {unit["path"]: unit for unit in _lines(path)}
    found = []
    for unit in units.values():
        own = unit["own_clean"] if unit["children"] else unit["clean"]
        above, parent = [], unit["parent"]
        while parent:
            above.append(units[parent]["title"] or units[parent]["own_clean"] or "")
            parent = units[parent]["parent"]
        found.append(("\n".join([*reversed(above), own]), own))
    return found


def gold(folder: Path, field: str) -> Iterator[Task]:
    """Seed questions over the clauses of each gold document, asked as in `field`."""
    asked = list(_lines(folder / "questions-seeds.jsonl"))
    for path in sorted(folder.glob("clauses-*.jsonl")):
        name, clauses = path.stem.removeprefix("clauses-"), _clauses(path)
        bare = [" ".join(words(own)) for _, own in clauses]
        task = Task(f"gold {field}", [], [text for text, _ in clauses], [])
        for question in asked:
            quotes = ((question["expect"].get(name) or {}).get("quotes")) or []
            wanted = [" ".join(words(quote)) for quote in quotes]
            right = {n for n, own in enumerate(bare) if any(quote in own for quote in wanted)}
            if right and question.get(field):
                task.questions.append(question[field])
                task.right.append(right)
        yield task


Change = Callable[[str], str]


def cosines(model: Encoder, task: Task, change: Change = str) -> Scores:
    """Cosine of each question, changed so, with each passage."""
    passages = model.encode_passages(task.passages)
    questions = model.encode_queries([change(question) for question in task.questions])
    found: Scores = questions @ passages.T
    return found


def compared(model: Interacting, scores: Scores, task: Task, change: Change = str) -> Scores:
    """The scores with the likeness of each question's first passages added to theirs."""
    found = scores.copy()
    for row, question in zip(found, task.questions, strict=True):
        first = np.argsort(-row, kind="stable")[:_COMPARED]
        passages = [task.passages[number] for number in first]
        row[first] += _LIKENESS_WEIGHT * model.likeness(change(question), passages)
    return found


def ranks(scores: Scores, task: Task) -> list[int]:
    """Place (from 0) of the first right passage for each question."""
    found = []
    for row, right in zip(scores, task.right, strict=True):
        best = max((row[number] for number in right), default=np.inf)
        found.append(int(np.sum(row > best)) if right else len(row))
    return found


def shares(places: list[int], limits: tuple[int, ...] = (1, 10)) -> dict[str, float]:
    """Share of questions with a right passage among the first n."""
    return {f"@{n}": round(float(np.mean([p < n for p in places])), 3) for n in limits}


def lexical_weight(dense: Scores, lexical: Scores, task: Task) -> float:
    """The weight of BM25 with which most questions have the right passage first."""
    return max(
        _WEIGHTS, key=lambda weight: shares(ranks(dense + weight * lexical, task), (1,))["@1"]
    )


def measure(model: Encoder, eval_folder: Path, gold_folder: Path | None) -> dict[str, Any]:
    """All figures of one model."""
    report: dict[str, Any] = {}
    weight = 0.0

    def add(name: str, scores: Scores, task: Task, change: Change = str) -> None:
        report[name] = shares(ranks(scores, task))
        if isinstance(model, Interacting):
            report[f"{name}, late"] = shares(ranks(compared(model, scores, task, change), task))

    for task in (zalo(eval_folder), alqac(eval_folder), xquad(eval_folder, "vi")):
        dense, lexical = cosines(model, task), bm25(task.questions, task.passages)
        if not weight:
            weight = lexical_weight(dense, lexical, task)
            report["weight of BM25"] = {"vi": weight, "en": _ENGLISH_WEIGHT}
        add(task.name, dense, task)
        add(f"{task.name}, no marks", cosines(model, task, fold), task, fold)
        report[f"{task.name}, BM25"] = shares(ranks(lexical, task))
        add(f"{task.name}, fused", dense + weight * lexical, task)
    task = xquad(eval_folder, "en")
    dense, lexical = cosines(model, task), bm25(task.questions, task.passages)
    add(task.name, dense, task)
    add(f"{task.name}, fused", dense + _ENGLISH_WEIGHT * lexical, task)
    if gold_folder is not None:
        for field in ("query", "query_no_diacritics", "query_short", "query_en"):
            places = [p for t in gold(gold_folder, field) for p in ranks(cosines(model, t), t)]
            report[f"gold {field}"] = shares(places, (1, 3, 10)) | {"n": len(places)}
    return report


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Dense retrieval figures of a model.")
    parser.add_argument("--eval", type=Path, required=True, help="ALQAC, Zalo and XQuAD files")
    parser.add_argument("--gold", type=Path, help="gold clauses and questions")
    parser.add_argument("--model", default="default", help="name or folder")
    options = parser.parse_args()
    report = measure(models.load(options.model), options.eval, options.gold)
    for name, figures in report.items():
        print(f"{name:28s} " + "  ".join(f"{k} {v}" for k, v in figures.items()))


if __name__ == "__main__":
    main()
