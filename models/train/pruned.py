"""A reader that reads long passages to the end in fewer pieces, and with fewer layers.

Its lower layers are those of another reader, in whole numbers as they were. Once pieces have looked
at one another for the last time there, of a passage only those are read on that the question's
pieces look at most (token pruning by attention, as Goyal et al., "PoWER-BERT", ICML 2020). What is
above, some of the other's layers, is to learn what the whole reader says (`distil_reader`).
"""

import shutil
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeVar

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from torch import Tensor, nn

from models.hashes import verify, write_sums
from models.train.graph import PAIR, Floats, Graph
from models.train.reranker import Layer

#: Products in whole numbers of one layer, in the order that `Graph.layer` writes them.
_PARTS = ("qkv", "o", "f1", "f2")
_FILES = ("model.onnx", "tokenizer.json")

Module = TypeVar("Module", bound=nn.Module)


class Shape(NamedTuple):
    """Which of a reader's layers read a pair whole (``whole``, and the looking of the next one),
    which read what is left of it, and how many pieces that is at most, the question among them.
    """

    whole: int = 2
    above: tuple[int, ...] = (3, 5)
    pieces: int = 64


class Source:
    """A reader's graph, taken apart: what was written by `models.train.graph.Graph`."""

    def __init__(self, folder: Path) -> None:
        """Raises ModelChanged, ModelDamaged."""
        verify(folder)
        self.folder = folder
        self.graph: onnx.GraphProto = onnx.load(folder / "model.onnx").graph
        self._kept = {one.name: one for one in self.graph.initializer}
        self._into: dict[str, list[onnx.NodeProto]] = {}
        for step in self.graph.node:
            for name in step.input:
                self._into.setdefault(name, []).append(step)
        self.heads = int(self._array(self.steps("Reshape")[0].input[1])[2])

    def steps(self, kind: str) -> list[onnx.NodeProto]:
        """All of one operator, in their order."""
        return [step for step in self.graph.node if step.op_type == kind]

    def layer(self, number: int) -> dict[str, Floats]:
        """The weights of a layer, by their names in `models.train.reranker.Layer`."""
        found: dict[str, Floats] = {}
        products = self.steps("MatMulInteger")[len(_PARTS) * number :]
        for name, product in zip(_PARTS, products, strict=False):
            found |= _named(name, *self._whole(product))
        for place, name in enumerate(("n1", "n2")):
            found |= _named(name, *self._norm(self.steps("Div")[1 + 2 * number + place]))
        return found

    def ends(self) -> list[tuple[Floats, Floats]]:
        """Weight and bias of what reads the last layer: one for all, one for what is told."""
        last = [step for step in self.steps("MatMul") if step.input[1] in self._kept]
        return [(self._array(step.input[1]).T, self._bias(step)) for step in last]

    def _array(self, name: str) -> NDArray[np.float32]:
        return np.array(numpy_helper.to_array(self._kept[name]))

    def _after(self, step: onnx.NodeProto, kind: str) -> onnx.NodeProto:
        return next(s for name in step.output for s in self._into[name] if s.op_type == kind)

    def _constant(self, step: onnx.NodeProto) -> Floats:
        name = next(name for name in step.input if name in self._kept)
        return np.asarray(self._array(name), np.float32)

    def _bias(self, step: onnx.NodeProto) -> Floats:
        return self._constant(self._after(step, "Add"))

    def _whole(self, product: onnx.NodeProto) -> tuple[Floats, Floats]:
        """A matrix of whole numbers as what it stands for, and its bias."""
        codes = next(s for s in self.steps("DynamicQuantizeLinear") if product.input[0] in s.output)
        scale = self._constant(next(s for s in self._into[codes.output[1]] if s.op_type == "Mul"))
        scaled = self._after(self._after(product, "Cast"), "Mul")
        matrix = self._array(product.input[1]).astype(np.float32) * scale
        return matrix.T, self._bias(scaled)

    def _norm(self, divided: onnx.NodeProto) -> tuple[Floats, Floats]:
        grown = self._after(divided, "Mul")
        weight = self._constant(grown)
        return weight / np.float32(np.sqrt(len(weight))), self._bias(grown)


def _named(name: str, weight: Floats, bias: Floats) -> dict[str, Floats]:
    return {f"{name}.weight": weight, f"{name}.bias": bias}


class Upper(nn.Module):
    """What reads the pieces that are left; it begins as the reader's own layers."""

    def __init__(self, source: Source, shape: Shape) -> None:
        super().__init__()
        ends = [_linear(*one) for one in source.ends()]
        width = ends[0].in_features
        self.cut, *above = (_layer(source, number, width) for number in (shape.whole, *shape.above))
        for seen in (self.cut.qkv, self.cut.o, self.cut.n1):  # done below
            seen.requires_grad_(False)
        self.layers = nn.ModuleList(above)
        self.pool, self.head = ends

    def forward(self, x: Tensor, there: Tensor) -> Tensor:
        """How well each passage answers, float32[pairs].

        ``x``: float32[pairs, pieces, width], of which ``there``, bool[pairs, pieces], count.
        """
        x = self.cut.fed(x)
        for layer in self.layers:
            x = layer(x, there[:, None, None, :])
        mean = (x * there[:, :, None]).sum(1) / there.sum(1, keepdim=True)
        told: Tensor = self.head(torch.tanh(self.pool(x[:, 0] + mean)))[:, 0]
        return told


def _layer(source: Source, number: int, width: int) -> Layer:
    weights = source.layer(number)
    made = Layer(width, 0.0, source.heads, len(weights["f1.bias"]))
    return _with(made, weights)


def _linear(weight: Floats, bias: Floats) -> nn.Linear:
    made = nn.Linear(weight.shape[1], weight.shape[0])
    return _with(made, {"weight": weight, "bias": bias})


def _with(module: Module, weights: Mapping[str, Floats]) -> Module:
    module.load_state_dict({name: torch.from_numpy(w.copy()) for name, w in weights.items()})
    return module


class _Begun(Graph):
    """A reader's graph up to where the pieces of its last whole layer have seen one another."""

    def __init__(self, source: Source, shape: Shape) -> None:
        super().__init__({})
        self._shape = shape
        self._shares = source.steps("Softmax")[shape.whole].output[0]
        fed = source.steps("DynamicQuantizeLinear")[len(_PARTS) * shape.whole + 2]
        self._seen = fed.input[0]
        steps = list(source.graph.node)
        end = next(n for n, step in enumerate(steps) if self._seen in step.output)
        self.steps = steps[: end + 1]
        used = {name for step in self.steps for name in step.input}
        self.constants = {one.name: one for one in source.graph.initializer if one.name in used}

    def left(self) -> str:
        """The question's pieces, and those of the passage that it looks at most."""
        first, one, two, end = (self.constant([n], np.int64) for n in (0, 1, 2, np.iinfo("i8").max))
        said = self.value("ReduceSum", "kinds", keepdims=1)
        asked = self.value("Sub", self.value("Shape", "ids"), said)
        looks = self.value("Slice", self._shares, first, asked, one)
        looks = self.value("Slice", looks, asked, end, two)
        seen = self.value("ReduceSum", looks, self.constant([0, 1], np.int64), keepdims=0)
        room = self.value("Sub", self.constant([self._shape.pieces], np.int64), asked)
        _, most = self.step("TopK", seen, self.value("Min", said, room), outputs=2, sorted=0)
        passage = self.value("Slice", self._seen, asked, end, first)
        question = self.value("Slice", self._seen, first, asked, first)
        return self.value("Concat", question, self.value("Gather", passage, most, axis=0), axis=0)

    def told(self, upper: Upper, heads: int) -> str:
        """float32[1, 1]: how well the passage answers."""
        x = self.fed(self.left(), partial(_part, upper.cut), "none")
        for layer in upper.layers:
            x = self.layer(x, partial(_part, layer), heads, "none")
        pooled = self.value("Tanh", self.linear(self.pooled(x), *_part(upper, "pool")))
        weight, bias = _part(upper, "head")
        return self.linear(pooled, weight[:1], bias[:1])


def _part(module: nn.Module, name: str) -> tuple[Floats, Floats]:
    part = module.get_submodule(name)
    weight, bias = (part.get_parameter(one).detach().numpy() for one in ("weight", "bias"))
    return weight, bias


def write_lower(source: Source, shape: Shape, path: Path) -> None:
    """Write the graph of what `Upper` is given: float32[pieces left, width] of one pair."""
    begun = _Begun(source, shape)
    begun.write(begun.left(), PAIR, path, rows="left")


def save(source: Source, shape: Shape, upper: Upper, folder: Path) -> None:
    """Write what `models.reader.Reader` opens: the whole graph, the tokenizer, their sums."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source.folder / "tokenizer.json", folder / "tokenizer.json")
    begun = _Begun(source, shape)
    begun.write(begun.told(upper, source.heads), PAIR, folder / "model.onnx")
    write_sums(folder, _FILES)


def padded(states: Sequence[NDArray[np.float16]]) -> tuple[Tensor, Tensor]:
    """What `Upper` reads, of some pairs together."""
    sizes = np.array([len(one) for one in states])
    made = np.zeros((len(states), sizes.max(), states[0].shape[1]), np.float32)
    for row, one in zip(made, states, strict=True):
        row[: len(one)] = one
    return torch.from_numpy(made), torch.from_numpy(np.arange(sizes.max()) < sizes[:, None])
