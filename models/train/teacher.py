"""Texts encoded by a teacher, a multilingual sentence model: the space both languages are drawn to.

`python -m models.train.teacher --help`. The texts are short, as questions are: both sides of
parallel clauses, short spans of the English ones, single English words, and Vietnamese headings,
questions and sentences. They are written in random order, so that any beginning of them serves.
"""

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

from models.train.pairs import read

_PER_CALL = 8192
# Questions are short, and short texts are quick to encode.
LONGEST = 90
# How many texts of each kind at most.
_SAMPLES = {
    "law": 10_000,
    "law_cloze": 4_000,
    "questions": 16_000,
    "procedures": 3_000,
    "official": 10_000,
    "official_cloze": 6_000,
    "news": 14_000,
    "wiki": 14_000,
    "translated": 12_000,
    "parallel": 28_000,
    "english": 4_000,
}
_SPANS = 40_000


@dataclass(frozen=True)
class Lessons:
    """Texts and their teacher vectors: float16[n, dim], L2-normalised, row i for texts[i]."""

    texts: list[str]
    vectors: NDArray[np.float16]

    @classmethod
    def open(cls, folder: Path) -> "Lessons":
        """Read what `encode` wrote."""
        texts = json.loads((folder / "texts.json").read_text(encoding="utf-8"))
        vectors = np.load(folder / "vectors.npy", allow_pickle=False)
        return cls(texts[: len(vectors)], vectors)


def _span(text: str, random: Random) -> str:
    found = text.split()
    size = random.randint(2, 9)
    start = random.randint(0, max(0, len(found) - size))
    return " ".join(found[start : start + size])


def _sampled(pairs: Path, random: Random) -> Iterator[str]:
    """Some of each kind of text: queries, and the Vietnamese side of parallel clauses."""
    found: dict[str, list[str]] = {}
    for pair in read(pairs):
        found.setdefault(pair.group, []).append(pair.query)
        if pair.group == "parallel":
            found.setdefault("translated", []).append(pair.passage)
    for group, count in _SAMPLES.items():
        unique = list(dict.fromkeys(found.get(group, [])))
        yield from random.sample(unique, min(count, len(unique)))


def texts(pairs: Path, extra: list[str], seed: int) -> list[str]:
    """Every text to encode, without repeats, shuffled."""
    random = Random(seed)
    whole = list(_sampled(pairs, random))
    sides = [p.query for p in read(pairs) if p.group in {"parallel", "english"}]
    long = [side for side in sides if len(side.split()) > 6]
    spans = [_span(side, random) for side in random.sample(long, min(_SPANS, len(long)))]
    alone = [word for word in extra if word.isalpha() and len(word) > 1]
    found = list(dict.fromkeys(whole + spans + alone))
    random.shuffle(found)
    return [text for text in found if len(text) <= LONGEST]


def encode(model: str, prefix: str, chosen: list[str], out: Path, tokens: int) -> None:
    """Write texts.json and vectors.npy; a run that was stopped goes on where it was."""
    import torch
    from sentence_transformers import SentenceTransformer

    out.mkdir(parents=True, exist_ok=True)
    (out / "texts.json").write_text(json.dumps(chosen, ensure_ascii=False), encoding="utf-8")
    teacher = SentenceTransformer(model, device="cpu").to(torch.bfloat16)
    teacher.max_seq_length = tokens
    for start in range(0, len(chosen), _PER_CALL):
        part = out / f"part-{start:08d}.npy"
        if part.exists():
            continue
        batch = [prefix + text for text in chosen[start : start + _PER_CALL]]
        found = teacher.encode(batch, batch_size=48, convert_to_tensor=True).float()
        unit = torch.nn.functional.normalize(found, dim=1)
        np.save(part, unit.numpy().astype(np.float16), allow_pickle=False)
        print(f"{start + len(batch)} of {len(chosen)}", flush=True)
    parts = [np.load(part, allow_pickle=False) for part in sorted(out.glob("part-*.npy"))]
    np.save(out / "vectors.npy", np.concatenate(parts), allow_pickle=False)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Encode texts with a teacher model.")
    parser.add_argument("--pairs", type=Path, required=True)
    parser.add_argument("--model", required=True, help="folder of a SentenceTransformer model")
    parser.add_argument("--prefix", default="query: ", help="what the model wants before a text")
    parser.add_argument("--words", type=Path, help="English words, one a line")
    parser.add_argument("--out", type=Path, required=True, help="folder to write")
    parser.add_argument("--limit", type=int, help="encode only so many texts")
    parser.add_argument("--tokens", type=int, default=64)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    extra = options.words.read_text(encoding="utf-8").split() if options.words else []
    chosen = texts(options.pairs, extra, options.seed)
    encode(options.model, options.prefix, chosen[: options.limit], options.out, options.tokens)


if __name__ == "__main__":
    main()
