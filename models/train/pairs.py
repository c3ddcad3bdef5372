"""Training pairs without evaluation questions: `python -m models.train.pairs --help`."""

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from models.train import sources
from models.train.sources import Pair
from models.train.text import grams, words

_SIZE = 8


def _strings(value: Any) -> Iterator[str]:
    """Every question in an evaluation record, whatever its shape."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if isinstance(inner, str) and (key == "question" or key.startswith("query")):
                yield inner
            elif isinstance(inner, dict | list):
                yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def held_out(folders: Iterable[Path]) -> set[tuple[str, ...]]:
    """Folded 8-word runs (or the whole shorter question) of every evaluation question."""
    found: set[tuple[str, ...]] = set()
    for path in sorted(path for folder in folders for path in folder.glob("*.json*")):
        text = path.read_text(encoding="utf-8")
        lines = text.splitlines() if path.suffix == ".jsonl" else [text]
        for question in (q for line in lines if line.strip() for q in _strings(json.loads(line))):
            if len(words(question)) >= 4:
                found.update(grams(question, _SIZE))
    return found


def leaks(query: str, seen: set[tuple[str, ...]]) -> bool:
    """Whether a training query repeats an evaluation question or eight words of one."""
    return any(gram in seen for gram in grams(query, _SIZE))


def usable(pair: Pair) -> bool:
    """Both sides say something."""
    return len(words(pair.query)) >= 1 and len(words(pair.passage)) >= 3


def write(training: Path, held: list[Path], out: Path, seed: int) -> dict[str, dict[str, int]]:
    """Write the pairs as JSON lines; returns how many of each group were kept and left out."""
    seen = held_out(held)
    kept: Counter[str] = Counter()
    dropped: Counter[str] = Counter()
    out.parent.mkdir(parents=True, exist_ok=True)
    with out.open("w", encoding="utf-8") as lines:
        for name in sources.READERS:
            for pair in sources.pairs(training, name, seed):
                if not usable(pair):
                    continue
                if leaks(pair.query, seen):
                    dropped[pair.group] += 1
                    continue
                kept[pair.group] += 1
                line = [pair.group, pair.query, pair.passage]
                lines.write(json.dumps(line, ensure_ascii=False) + "\n")
    return {"kept": dict(kept), "dropped": dict(dropped)}


def read(path: Path) -> Iterator[Pair]:
    """The pairs written by `write`, in order."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield Pair(*json.loads(line))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Write training pairs, evaluation left out.")
    parser.add_argument("--training", type=Path, required=True, help="folder of *.jsonl.xz")
    parser.add_argument("--held-out", type=Path, action="append", default=[], metavar="DIR")
    parser.add_argument("--out", type=Path, required=True, help="pairs file to write")
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    report = write(options.training, options.held_out, options.out, options.seed)
    options.out.with_suffix(".report.json").write_text(json.dumps(report, indent=1))
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
