"""A part of the pairs that fits the time at hand: `python -m models.train.sample --help`.

Runs of eight records stay together, since neighbours are hard negatives, and half of the long
passages are cut: a clause of a plan is short, and short passages are quick to train on.
"""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from random import Random

from models.train.pairs import read
from models.train.sources import Pair

# News is the most of all and the least like plans; the other groups are kept nearly whole.
_SHARES = {
    "law": 54_000,
    "law_cloze": 21_000,
    "questions": 43_000,
    "procedures": 8_000,
    "official": 42_000,
    "official_cloze": 29_000,
    "news": 24_000,
    "wiki": 42_000,
    "parallel": 64_000,
    "english": 13_000,
}
_RUN = 8
_QUERY, _PASSAGE, _CUT = 400, 550, 0.5


def chosen(pairs: Path, random: Random) -> set[int]:
    """Numbers of the records to keep: runs picked by chance from each group."""
    places: dict[str, list[int]] = {}
    for number, pair in enumerate(read(pairs)):
        places.setdefault(pair.group, []).append(number)
    kept: set[int] = set()
    for group, rows in places.items():
        starts = list(range(0, len(rows), _RUN))
        random.shuffle(starts)
        for start in starts[: _SHARES[group] // _RUN + 1]:
            kept.update(rows[start : start + _RUN])
    return kept


def sampled(pairs: Path, seed: int) -> Iterator[Pair]:
    """The kept pairs in their order, half of the long passages cut."""
    random = Random(seed)
    kept = chosen(pairs, random)
    for number, pair in enumerate(read(pairs)):
        if number in kept:
            passage = pair.passage
            # Both sides of a translation say the same: neither is cut.
            long = pair.group != "parallel" and len(passage) > _PASSAGE
            if long and random.random() < _CUT:
                passage = passage[:_PASSAGE]
            yield Pair(pair.group, pair.query[:_QUERY], passage)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Keep a part of the training pairs.")
    parser.add_argument("--pairs", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True, help="pairs file to write")
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    with options.out.open("w", encoding="utf-8") as lines:
        for pair in sampled(options.pairs, options.seed):
            line = [pair.group, pair.query, pair.passage]
            lines.write(json.dumps(line, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
