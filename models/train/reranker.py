"""The network of `models.reranker` in torch: the same numbers, and gradients to train it by."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn.functional import gelu, normalize, scaled_dot_product_attention

from models.errors import damaged, not_a_model
from models.hashes import verify, write_sums
from models.names import load
from models.reranker import INPUT
from models.static import StaticEncoder, read_weights
from models.train.graph_reranker import GAIN, HEADS, SAME, write

_EPSILON = 1e-12
# Places of a text that have a vector of their own, many more than are read.
_PLACES = 256
# Where the answer to "does it answer at all?" begins: near "is it better?", and mostly no.
_SAYS, _SHARE, _DOUBT = "says.", 0.3, -2.0


class Texts(NamedTuple):
    """Pieces of texts: ``ids`` int64[texts, longest], of which the first ``sizes[i]`` count."""

    ids: Tensor
    sizes: Tensor

    def of(self, rows: Tensor) -> "Texts":
        """Some of the texts, as wide as the longest of them."""
        sizes = self.sizes[rows]
        return Texts(self.ids[rows, : max(1, int(sizes.max()))], sizes)

    def to(self, device: str) -> "Texts":
        """The same there."""
        return Texts(self.ids.to(device), self.sizes.to(device))

    def mask(self) -> Tensor:
        """bool[texts, longest]: where there is a piece."""
        return torch.arange(self.ids.shape[1], device=self.ids.device) < self.sizes[:, None]


def padded(pieces: Sequence[NDArray[np.int32]], longest: int) -> Texts:
    """The first `longest` pieces of each text."""
    sizes = np.array([min(len(ids), longest) for ids in pieces], np.int64)
    made = np.zeros((len(pieces), max(1, sizes.max(initial=0))), np.int64)
    for row, ids, size in zip(made, pieces, sizes, strict=True):
        row[:size] = ids[:size]
    return Texts(torch.from_numpy(made), torch.from_numpy(sizes))


class Layer(nn.Module):
    """One layer of a transformer, normalised after each step."""

    def __init__(
        self, width: int, drop: float, heads: int = HEADS, inner: int | None = None
    ) -> None:
        """``inner``: numbers between the two steps of its second half, 4 x ``width`` as a rule."""
        super().__init__()
        self._heads = heads
        inner = inner or 4 * width
        self.qkv, self.o = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.f1, self.f2 = nn.Linear(width, inner), nn.Linear(inner, width)
        self.n1, self.n2 = (nn.LayerNorm(width, eps=_EPSILON) for _ in range(2))
        self.drop = nn.Dropout(drop)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """float32[pairs, pieces, width]; `mask` is bool[pairs, 1, 1, pieces]."""
        pairs, pieces, width = x.shape
        heads = (pairs, pieces, 3, self._heads, width // self._heads)
        parts = self.qkv(x).view(heads).permute(2, 0, 3, 1, 4)
        seen = scaled_dot_product_attention(parts[0], parts[1], parts[2], attn_mask=mask)
        seen = self.o(seen.transpose(1, 2).reshape(x.shape))
        return self.fed(self.n1(x + self.drop(seen)))

    def fed(self, x: Tensor) -> Tensor:
        """The second half of the layer, for what its pieces have seen of one another."""
        made: Tensor = self.n2(x + self.drop(self.f2(gelu(self.f1(x)))))
        return made


class Network(nn.Module):
    """See `models.reranker.Reranker`.

    `rows` are the vectors of the pieces, float32[pieces, width of the input], which are not
    trained; `pieces` is the fingerprint of their encoder.
    """

    unit: Tensor
    weight: Tensor

    def __init__(
        self, rows: Tensor, pieces: str, width: int = 256, layers: int = 3, drop: float = 0.0
    ) -> None:
        super().__init__()
        lengths = rows.norm(dim=1)
        self.pieces, self.mean_length = pieces, float(lengths.mean())
        self.register_buffer("unit", normalize(rows, dim=1), persistent=False)
        self.register_buffer("weight", lengths / self.mean_length, persistent=False)
        self.inp, self.feat = nn.Linear(rows.shape[1], width), nn.Linear(3, width)
        self.pos, self.seg = nn.Embedding(_PLACES, width), nn.Embedding(2, width)
        for known in (self.pos, self.seg):
            known.weight.data.mul_(0.02)
        self.cls = nn.Parameter(torch.randn(width) * 0.02)
        self.norm = nn.LayerNorm(width, eps=_EPSILON)
        self.layers = nn.ModuleList(Layer(width, drop) for _ in range(layers))
        self.pool = nn.Linear(width + 4, width)
        self.head, self.says = nn.Linear(width, 1), nn.Linear(width, 1)

    def forward(self, asked: Texts, said: Texts) -> Tensor:
        """Of each question with its passage, float32[pairs, 2]: how well the passage answers, and
        the logit of whether it does at all. The second one is asked only while training.
        """
        here, there = asked.mask(), said.mask()
        left, right = self.unit[asked.ids], self.unit[said.ids]
        cosine = left @ right.transpose(1, 2)
        cosine = cosine.masked_fill(~(here[:, :, None] & there[:, None, :]), -1.0)
        near = torch.cat([cosine.amax(2), cosine.amax(1)], 1).clamp(0)
        mask, weight = torch.cat([here, there], 1), self.weight[torch.cat([asked.ids, said.ids], 1)]
        given = torch.stack([near, (near > SAME).float(), weight], 2)
        x = self.inp(torch.cat([left, right], 1) * GAIN) + self.feat(given)
        x = x + torch.cat([self._places(asked, 0), self._places(said, 1)])
        x = self.norm(torch.cat([self.cls.expand(len(x), 1, -1), x], 1))
        whole = torch.cat([torch.ones_like(mask[:, :1]), mask], 1)
        for layer in self.layers:
            x = layer(x, whole[:, None, None, :])
        mean = (x * whole[:, :, None]).sum(1) / whole.sum(1, keepdim=True)
        overall = _overall(near, weight * mask, asked.ids.shape[1])
        overall = torch.cat([overall, asked.sizes[:, None] / 16.0], 1)
        pooled = torch.tanh(self.pool(torch.cat([x[:, 0] + mean, overall], 1)))
        return torch.cat([self.head(pooled), self.says(pooled)], 1)

    def _places(self, texts: Texts, kind: int) -> Tensor:
        return self.pos.weight[: texts.ids.shape[1]] + self.seg.weight[kind]

    def begin_saying(self) -> None:
        """Let whether a passage answers at all begin at how much better than others it does."""
        self.says.weight.data.copy_(self.head.weight.data * _SHARE)
        self.says.bias.data.fill_(_DOUBT)


def _overall(near: Tensor, weight: Tensor, said: int) -> Tensor:
    """Of the question how much is near and how much the same, of the passage how much is near."""
    asked, rest = weight[:, :said], weight[:, said:]
    total = asked.sum(1).clamp(min=_EPSILON)
    found = (
        (asked * near[:, :said]).sum(1) / total,
        (asked * (near[:, :said] > SAME)).sum(1) / total,
        (rest * near[:, said:]).sum(1) / rest.sum(1).clamp(min=_EPSILON),
    )
    return torch.stack(found, 1)


def pieces_of(folder: Path) -> tuple[StaticEncoder, Tensor]:
    """The encoder whose pieces are read, and of their vectors what is read.

    Raises ModelNotFound, NotAModel, ModelDamaged or ModelChanged.
    """
    encoder = load(str(folder))
    if not isinstance(encoder, StaticEncoder):
        raise not_a_model(folder, "not a static one")
    weights = read_weights(folder / "model.safetensors")
    return encoder, torch.from_numpy(weights.rows(np.arange(len(weights.table)))[:, :INPUT])


def save(network: Network, folder: Path) -> None:
    """Write what `models.reranker.Reranker` opens, half-precision weights to go on from, sums."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = {n: t for n, t in network.state_dict().items() if not n.startswith(_SAYS)}
    tensors = {n: t.half().cpu().contiguous() for n, t in kept.items()}
    save_file(tensors, folder / "model.safetensors")
    (folder / "model.safetensors").chmod(0o644)
    exact = {name: tensor.float().numpy() for name, tensor in tensors.items()}
    write(exact, network.mean_length, len(network.layers), folder / "model.onnx")
    config = {
        "pieces": network.pieces,
        "mean_length": network.mean_length,
        "layers": len(network.layers),
    }
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")
    write_sums(folder, ("config.json", "model.onnx", "model.safetensors"))


def opened(folder: Path, rows: Tensor, pieces: str, drop: float) -> Network:
    """The network that `save` wrote, which begins anew to say whether a passage answers at all.

    Raises ModelDamaged when it cannot be read or goes with other pieces, ModelChanged.
    """
    verify(folder)
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        made_for, layers = str(config["pieces"]), int(config["layers"])
        tensors = load_file(folder / "model.safetensors")
        if made_for != pieces:
            raise damaged(folder, f"made for the pieces of {made_for[:12]}")
        network = Network(rows, pieces, len(tensors["cls"]), layers, drop)
        told = network.load_state_dict(tensors, strict=False)
    except (SafetensorError, OSError, ValueError, KeyError, RuntimeError) as error:
        raise damaged(folder, f"{type(error).__name__}: {error}") from error
    missing = [name for name in told.missing_keys if not name.startswith(_SAYS)]
    if missing or told.unexpected_keys:
        raise damaged(folder, f"{missing} missing, {told.unexpected_keys} unexpected")
    network.begin_saying()
    return network
