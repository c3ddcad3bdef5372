"""English texts encoded by an English sentence model: the space both languages are drawn to.

`python -m models.train.teacher --help`. The texts are the English sides of the parallel pairs,
short spans of them (questions are short) and single English words.
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


def texts(pairs: Path, extra: list[str], seed: int) -> Iterator[str]:
    """Every text to encode, without repeats: whole sides first, then spans, then words."""
    sides = [p.query for p in read(pairs) if p.group in {"parallel", "english"}]
    random = Random(seed)
    spans = [_span(side, random) for side in sides if len(side.split()) > 6]
    alone = [word for word in extra if word.isalpha() and len(word) > 1]
    yield from dict.fromkeys(sides + spans + alone)


def encode(model: str, chosen: list[str], out: Path, tokens: int) -> None:
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
        batch = chosen[start : start + _PER_CALL]
        found = teacher.encode(batch, batch_size=64, convert_to_tensor=True).float()
        unit = torch.nn.functional.normalize(found, dim=1)
        np.save(part, unit.numpy().astype(np.float16), allow_pickle=False)
        print(f"{start + len(batch)} of {len(chosen)}", flush=True)
    parts = [np.load(part, allow_pickle=False) for part in sorted(out.glob("part-*.npy"))]
    np.save(out / "vectors.npy", np.concatenate(parts), allow_pickle=False)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Encode English texts with a teacher model.")
    parser.add_argument("--pairs", type=Path, required=True)
    parser.add_argument("--model", required=True, help="folder of a SentenceTransformer model")
    parser.add_argument("--words", type=Path, help="English words, one a line")
    parser.add_argument("--out", type=Path, required=True, help="folder to write")
    parser.add_argument("--tokens", type=int, default=96)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    extra = options.words.read_text(encoding="utf-8").split() if options.words else []
    chosen = list(texts(options.pairs, extra, options.seed))
    encode(options.model, chosen, options.out, options.tokens)


if __name__ == "__main__":
    main()
