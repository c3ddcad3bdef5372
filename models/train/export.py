"""A fitted table as a folder that SentenceTransformer opens: `python -m models.train.export`.

Rows are stored as int8 with one scale each, in the layout sentence_transformers reads for
model2vec folders (`embeddings` and `weights`), so twice as many pieces fit in the same size.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file

from models.hashes import write_sums

POWER = 0.6
_NORMALIZE = "sentence_transformers.base.modules.normalize.Normalize"
_STATIC = "sentence_transformers.sentence_transformer.modules.static_embedding.StaticEmbedding"
_CONFIG = {
    "model_type": "SentenceTransformer",
    "prompts": {"query": "", "document": ""},
    "default_prompt_name": None,
    "similarity_fn_name": "cosine",
}


@dataclass(frozen=True)
class Quantised:
    """int8 rows and the float32 scale of each."""

    rows: NDArray[np.int8]
    scales: NDArray[np.float32]


def evened(table: NDArray[np.float32], power: float) -> NDArray[np.float32]:
    """Row lengths raised to `power`: below 1, rare words outweigh frequent ones less.

    Contrast within batches of one kind of text makes lengths more extreme than a search over
    other texts wants; a power of about 0.6 is best on Zalo 2021, and helps everywhere else.
    """
    lengths = np.linalg.norm(table, axis=1, keepdims=True)
    scaled: NDArray[np.float32] = table * np.maximum(lengths, 1e-9) ** (power - 1.0)
    return scaled.astype(np.float32)


def principal(table: NDArray[np.float32], dim: int) -> NDArray[np.float32]:
    """The rows turned so that their first dimensions say most, and the first `dim` of them."""
    _, directions = np.linalg.eigh(table.T @ table)
    turned: NDArray[np.float32] = table @ directions[:, ::-1][:, :dim]
    return turned.astype(np.float32)


def quantise(table: NDArray[np.float32]) -> Quantised:
    """Each row in 255 steps of its own largest value; row 0 (unknown) becomes zero."""
    table = table.copy()
    table[0] = 0.0
    # Lengths matter only against each other: the largest value of all becomes 1.
    table /= np.abs(table).max()
    scales = np.maximum(np.abs(table).max(axis=1), 1e-12).astype(np.float32) / np.float32(127)
    rows = np.rint(table / scales[:, None]).astype(np.int8)
    return Quantised(rows, scales.astype(np.float32))


def _modules() -> list[dict[str, object]]:
    return [
        {"idx": 0, "name": "0", "path": "", "type": _STATIC},
        {"idx": 1, "name": "1", "path": "1_Normalize", "type": _NORMALIZE},
    ]


def _json(path: Path, data: object) -> None:
    path.write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")


def mean(tables: Sequence[Path]) -> NDArray[np.float32]:
    """The mean of tables of one run, at different steps: a little better than any of them."""
    found = sum(load_file(table)["embedding.weight"] / len(tables) for table in tables)
    return np.asarray(found, dtype=np.float32)


def export(
    tables: Sequence[Path], tokenizer: Path, out: Path, power: float = POWER, dim: int | None = None
) -> None:
    """Write the folder, with the first `dim` principal dimensions (all when None).

    A README.md already there is kept.
    """
    (out / "1_Normalize").mkdir(parents=True, exist_ok=True)
    rows = evened(mean(tables), power)
    made = quantise(principal(rows, dim or rows.shape[1]))
    tensors: dict[str, NDArray[Any]] = {"embeddings": made.rows, "weights": made.scales}
    save_file(tensors, out / "model.safetensors", metadata={"format": "np"})
    (out / "model.safetensors").chmod(0o644)
    copyfile(tokenizer, out / "tokenizer.json")
    _json(out / "modules.json", _modules())
    _json(out / "1_Normalize" / "config.json", {})
    _json(out / "config_sentence_transformers.json", _CONFIG)
    names = [p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file()]
    write_sums(out, (name for name in names if name not in {"SHA256SUMS", "README.md"}))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Export a fitted table as a model folder.")
    parser.add_argument(
        "--table", type=Path, required=True, action="append", help="table.safetensors of a run"
    )
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--power", type=float, default=POWER, help="of the rows' lengths")
    parser.add_argument("--dim", type=int, help="dimensions to keep")
    options = parser.parse_args()
    export(options.table, options.tokenizer, options.out, options.power, options.dim)
    print(sum(path.stat().st_size for path in options.out.rglob("*") if path.is_file()), "bytes")


if __name__ == "__main__":
    main()
