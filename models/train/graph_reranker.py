"""The reranker as a graph of ONNX: `models.train.reranker.Network` as it runs."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

import numpy as np
from onnx import TensorProto

from models.reranker import PASSAGE, QUESTION
from models.train.graph import Floats, Graph

#: The share of the vectors in the input, and from which cosine on two pieces are the same.
GAIN, SAME = 16.0, 0.999
HEADS = 8
_EPSILON = 1e-12


class _RerankerGraph(Graph):
    """How the tensors of a network read two texts (`models.train.reranker.Network`)."""

    def __init__(self, tensors: Mapping[str, Floats], mean_length: float) -> None:
        super().__init__(tensors)
        self._mean_length = mean_length

    def answers(self, layers: int) -> str:
        """float32[1, 1]: how well the text "said" answers the one "asked"."""
        (left, weigh_left), (right, weigh_right) = (self._texts(n) for n in ("asked", "said"))
        cosine = self.value("MatMul", left, self.value("Transpose", right, perm=[1, 0]))
        near_left = self._nearest(cosine)
        near_right = self._nearest(self.value("Transpose", cosine, perm=[1, 0]))
        near = self.value("Concat", near_left, near_right, axis=0)
        weights = self.value("Concat", weigh_left, weigh_right, axis=0)
        given = self.value("Concat", near, self._same(near), weights, axis=1)
        weight, bias = self.of("inp")
        x = self.linear(self.value("Concat", left, right, axis=0), weight * GAIN, bias)
        x = self.value("Add", x, self.linear(given, *self.of("feat")))
        places = self.value("Concat", self._places("asked", 0), self._places("said", 1), axis=0)
        x = self.value("Add", x, places)
        x = self.value("Concat", self.constant(self.tensors["cls"][None]), x, axis=0)
        x = self.norm(x, *self.of("norm"))
        for layer in range(layers):
            x = self.layer(x, partial(self._part, layer), HEADS, "tanh")
        overall = (
            self._share(weigh_left, near_left),
            self._share(weigh_left, self._same(near_left)),
            self._share(weigh_right, near_right),
            self._length("asked"),
        )
        pooled = self.value("Concat", self.pooled(x), *overall, axis=1)
        pooled = self.value("Tanh", self.linear(pooled, *self.of("pool")))
        return self.linear(pooled, *self.of("head"))

    def _texts(self, name: str) -> tuple[str, str]:
        """The directions of a text's vectors, [pieces, width], and their weights, [pieces, 1]."""
        length = self.value("ReduceL2", name, self.constant([1], np.int64))
        unit = self.value("Div", name, self.value("Max", length, self.constant(_EPSILON)))
        return unit, self.value("Div", length, self.constant(self._mean_length))

    def _nearest(self, cosine: str) -> str:
        """How near each row comes to any column, 0 to 1, also where there is none: [rows, 1]."""
        edge = self.constant([0, 0, 0, 1], np.int64)
        return self.value(
            "ReduceMax", self.value("Pad", cosine, edge), self.constant([1], np.int64)
        )

    def _same(self, near: str) -> str:
        found = self.value("Greater", near, self.constant(SAME))
        return self.value("Cast", found, to=TensorProto.FLOAT)

    def _places(self, name: str, kind: int) -> str:
        """What the places of a text's pieces add, and which of the two texts it is."""
        longest = (QUESTION, PASSAGE)[kind]
        added = self.tensors["pos.weight"][:longest] + self.tensors["seg.weight"][kind]
        first = self.constant([0], np.int64)
        return self.value("Slice", self.constant(added), first, self._pieces(name), first)

    def _pieces(self, name: str) -> str:
        return self.value("Shape", name, end=1)

    def _length(self, name: str) -> str:
        """The number of pieces in sixteens, [1, 1]."""
        pieces = self.value("Cast", self._pieces(name), to=TensorProto.FLOAT)
        return self.value("Mul", pieces, self.constant([[1 / 16]]))

    def _share(self, weight: str, near: str) -> str:
        """Of the weight of a text's pieces what is near, [1, 1]."""
        total = self.value("ReduceSum", weight, self.constant([0], np.int64))
        part = self.value(
            "ReduceSum", self.value("Mul", weight, near), self.constant([0], np.int64)
        )
        return self.value("Div", part, self.value("Max", total, self.constant(_EPSILON)))

    def _part(self, layer: int, name: str) -> tuple[Floats, Floats]:
        return self.of(f"layers.{layer}.{name}")


def write(tensors: Mapping[str, Floats], mean_length: float, layers: int, path: Path) -> None:
    """Write the graph: "asked" and "said" are float32[pieces, width], "answers" float32[1, 1]."""
    reading = _RerankerGraph(tensors, mean_length)
    width = tensors["inp.weight"].shape[1]
    given = {name: (int(TensorProto.FLOAT), [name, width]) for name in ("asked", "said")}
    reading.write(reading.answers(layers), given, path)
