"""A cross-encoder: a small transformer that reads a question and a passage together.

It knows what a vector cannot say: who does what to whom. It reads the pieces of the bundled static
model, with their vectors, so that it is but some millions of numbers; it runs on numpy alone.
"""

import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open

from models.encoder import Encoder, Vectors
from models.errors import damaged
from models.hashes import verify
from models.names import BUNDLED, DEFAULT, load
from models.static import StaticEncoder

RERANKER = "tracuu-reranker-4"
#: Pieces read of a question and of a passage.
QUESTION, PASSAGE = 28, 72
HEADS = 8
_EPSILON = 1e-12
#: The vectors' share of the input, which the model was trained with.
INPUT, GAIN = 256, 16.0
#: Readings kept, some 400 bytes each.
_REMEMBERED = 4096
#: Cosines above it are those of the same piece.
SAME = 0.999
_GELU = float(np.sqrt(2 / np.pi))

Pieces = NDArray[np.int32]
_Tensors = dict[str, NDArray[np.float32]]


class Reranker:
    """Safe to use from many threads."""

    def __init__(self, folder: Path, encoder: StaticEncoder) -> None:
        """Raises ModelDamaged when the folder cannot be read or goes with other pieces."""
        verify(folder)
        self._tensors = _read(folder / "model.safetensors")
        config = _config(folder)
        if config["pieces"] != encoder.fingerprint:
            raise damaged(folder, f"made for the pieces of {config['pieces'][:12]}")
        self._mean = float(config["mean_length"])
        self._layers = int(config["layers"])
        self._encoder = encoder
        self._known: dict[tuple[bytes, bytes], float] = {}

    def read(self, question: str, passages: Sequence[str]) -> Vectors:
        """How well each passage answers, read with the question: float32[len(passages)].

        Logits, to be added to the scores the model was trained beside; only differences between
        passages of one document say anything. Plans copy one another, and a question with two
        things in it is read with the same clauses twice: what was read is remembered.
        """
        asked = self._encoder.pieces([question])[0][:QUESTION]
        found = [ids[:PASSAGE] for ids in self._encoder.pieces(passages)]
        keys = [(asked.tobytes(), ids.tobytes()) for ids in found]
        known = self._known
        fresh = {key: ids for key, ids in zip(keys, found, strict=True) if key not in known}
        if fresh:
            read = self._forward(asked, list(fresh.values()))
            room = len(known) + len(fresh) <= _REMEMBERED
            # A new dictionary, since other threads may be reading the old one.
            kept = known if room else {key: known[key] for key in keys if key in known}
            known = self._known = kept | dict(zip(fresh, read.tolist(), strict=True))
        return np.array([known[key] for key in keys], np.float32)

    def _forward(self, asked: Pieces, passages: Sequence[Pieces]) -> Vectors:
        """float32[passages]. Their pieces lie one after another: nothing is padded."""
        t, said = self._tensors, len(asked)
        ids = np.concatenate([part for passage in passages for part in (asked, passage)])
        rows = self._encoder.rows(ids.astype(np.int64))[:, :INPUT]
        length = np.linalg.norm(rows, axis=1)
        rows /= np.maximum(length, _EPSILON)[:, None]
        weight = length / self._mean
        sizes = [said + len(passage) for passage in passages]
        ends = np.cumsum(sizes)
        starts = (ends - sizes).astype(np.intp)
        pairs = [slice(*pair) for pair in zip(starts.tolist(), ends.tolist(), strict=True)]
        near = np.concatenate([_nearness(rows[pair], said) for pair in pairs])
        given = np.stack([near, near > SAME, weight], axis=1).astype(np.float32)
        x = _linear(t, "inp", rows * np.float32(GAIN)) + _linear(t, "feat", given)
        x += np.concatenate([self._places(said, size) for size in sizes])
        x = np.insert(x, starts, t["cls"], axis=0)  # one more piece before each pair
        alone, pairs = pairs, [slice(p.start + n, p.stop + n + 1) for n, p in enumerate(pairs)]
        x = _norm(t, "norm", x)
        for layer in range(self._layers):
            x = _layer(t, f"layers.{layer}.", x, pairs)
        seen = np.stack([x[pair.start] + x[pair].mean(0) for pair in pairs])
        overall = np.stack([_overall(near[p], weight[p], said) for p in alone])
        pooled = np.tanh(_linear(t, "pool", np.hstack([seen, overall])))
        return _linear(t, "head", pooled)[:, 0]

    def _places(self, said: int, size: int) -> Vectors:
        """What the places of a pair's pieces add: counted anew in the passage."""
        places, kinds = self._tensors["pos.weight"], self._tensors["seg.weight"]
        return np.concatenate([places[:said] + kinds[0], places[: size - said] + kinds[1]])


def _read(path: Path) -> _Tensors:
    try:
        with safe_open(str(path), framework="numpy") as stored:
            return {n: stored.get_tensor(n).astype(np.float32) for n in stored.keys()}  # noqa: SIM118
    except (SafetensorError, OSError, ValueError) as error:
        raise damaged(path, str(error)) from error


def _linear(tensors: _Tensors, name: str, x: Vectors) -> Vectors:
    out: Vectors = x @ tensors[f"{name}.weight"].T
    out += tensors[f"{name}.bias"]
    return out


def _norm(tensors: _Tensors, name: str, x: Vectors) -> Vectors:
    x = x - x.mean(1, keepdims=True)
    x /= np.sqrt(np.einsum("ij,ij->i", x, x)[:, None] / x.shape[1] + _EPSILON)
    x *= tensors[f"{name}.weight"]
    x += tensors[f"{name}.bias"]
    return x


def _layer(tensors: _Tensors, name: str, x: Vectors, pairs: Sequence[slice]) -> Vectors:
    """One layer of a transformer, normalised after each step; each pair sees but itself."""
    parts = _linear(tensors, f"{name}qkv", x).reshape(len(x), 3, HEADS, -1).transpose(1, 2, 0, 3)
    seen = np.concatenate([_attended(*parts[:, :, pair]) for pair in pairs])
    x = _norm(tensors, f"{name}n1", x + _linear(tensors, f"{name}o", seen))
    wide = _gelu(_linear(tensors, f"{name}f1", x))
    return _norm(tensors, f"{name}n2", x + _linear(tensors, f"{name}f2", wide))


def _attended(q: Vectors, k: Vectors, v: Vectors) -> Vectors:
    """Scaled dot-product attention: ``[heads, pieces, width]`` each; ``[pieces, all width]``."""
    shares: Vectors = q @ k.swapaxes(1, 2)
    shares *= np.float32(q.shape[2] ** -0.5)
    shares -= shares.max(-1, keepdims=True)
    np.exp(shares, out=shares)
    shares /= shares.sum(-1, keepdims=True)
    seen: Vectors = (shares @ v).transpose(1, 0, 2).reshape(q.shape[1], -1)
    return seen


def _gelu(x: Vectors) -> Vectors:
    """By its approximation with tanh, which is at most .0005 off and several times as fast."""
    inner = x * x
    inner *= np.float32(0.044715 * _GELU)
    inner += np.float32(_GELU)
    inner *= x
    np.tanh(inner, out=inner)
    inner += np.float32(1)
    inner *= x
    inner *= np.float32(0.5)
    return inner


def _nearness(rows: Vectors, said: int) -> Vectors:
    """How near each piece of a pair comes to some piece of the other text, 0 to 1."""
    cosine = rows[:said] @ rows[said:].T
    return np.concatenate([cosine.max(1, initial=0.0), cosine.max(0, initial=0.0)])


def _overall(near: Vectors, weight: Vectors, said: int) -> Vectors:
    """Of the question how much is near and how much the same, of the passage how much is near."""
    asked, rest = weight[:said], weight[said:]
    total = max(float(asked.sum()), _EPSILON)
    shares = (
        float(asked @ near[:said]) / total,
        float(asked @ (near[:said] > SAME)) / total,
        float(rest @ near[said:]) / max(float(rest.sum()), _EPSILON),
        said / 16.0,
    )
    return np.array(shares, np.float32)


def reranker(encoder: Encoder | None = None) -> Reranker:
    """The bundled one, over ``encoder`` where it was made for its pieces; loaded once.

    Raises ModelDamaged or ModelChanged.
    """
    return _reranker(pieces_for(BUNDLED / RERANKER, encoder))


@lru_cache(maxsize=4)
def _reranker(encoder: StaticEncoder) -> Reranker:
    return Reranker(BUNDLED / RERANKER, encoder)


def pieces_for(folder: Path, encoder: Encoder | None) -> StaticEncoder:
    """``encoder``, where a reranker was made for its pieces, else the bundled one, loaded once.

    Raises ModelDamaged for a reranker made for other pieces (``Reranker``) when it is made.
    """
    if isinstance(encoder, StaticEncoder) and encoder.fingerprint == _config(folder)["pieces"]:
        return encoder
    return _bundled()


@lru_cache(maxsize=1)
def _bundled() -> StaticEncoder:
    encoder = load("default")
    assert isinstance(encoder, StaticEncoder), DEFAULT
    return encoder


@lru_cache(maxsize=8)  # every question asks which pieces the bundled one was made for
def _config(folder: Path) -> dict[str, Any]:
    """Raises ModelDamaged."""
    try:
        found: dict[str, Any] = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise damaged(folder / "config.json", str(error)) from error
    if not {"pieces", "mean_length", "layers"} <= found.keys():
        raise damaged(folder / "config.json", "not of a reranker")
    return found
