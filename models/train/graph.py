"""The reranker as a graph of ONNX, with its large matrices in whole numbers: what runs.

A matrix is kept as int8 with a scale for each column, what it is multiplied with is rounded to
uint8 as it comes, one scale for a whole reading: a reading depends on its own two texts alone,
whatever is read beside it. Sums of whole numbers are exact, so that every processor finds the same.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from models.reranker import PASSAGE, QUESTION

Floats = NDArray[np.float32]

#: The share of the vectors in the input, and from which cosine on two pieces are the same.
GAIN, SAME = 16.0, 0.999
HEADS = 8

#: Of the standard's operators; what `onnxruntime` reads is newer than both.
_OPERATORS, _FORMAT = 20, 9
#: Processors without VNNI add two products of uint8 and int8 in 16 bits: 2 x 255 x 64 fits.
_MOST = 64
_EPSILON = 1e-12


class _Graph:
    """Steps and constants in the order they are added; every value goes by its name."""

    def __init__(self) -> None:
        self.steps: list[onnx.NodeProto] = []
        self.constants: dict[str, onnx.TensorProto] = {}

    def constant(self, value: object, kind: type[np.generic] = np.float32) -> str:
        """The name of a constant; equal single numbers are kept once."""
        array = np.asarray(value, kind)
        name = f"{array.dtype}{array.shape}{array.tobytes().hex()}"
        if array.size > 1:
            name = f"constant.{len(self.constants)}"
        self.constants.setdefault(name, numpy_helper.from_array(array, name))
        return name

    def step(self, kind: str, *given: str, outputs: int = 1, **more: Any) -> list[str]:
        """The names of what one operator gives."""
        names = [f"{kind}.{len(self.steps)}.{n}" for n in range(outputs)]
        self.steps.append(helper.make_node(kind, list(given), names, **more))
        return names

    def value(self, kind: str, *given: str, **more: Any) -> str:
        """The name of the one thing an operator gives."""
        return self.step(kind, *given, **more)[0]

    def linear(self, x: str, weight: Floats, bias: Floats) -> str:
        """`x` times a matrix, float32[outputs, inputs], and more: in floating point."""
        made = self.value("MatMul", x, self.constant(weight.T))
        return self.value("Add", made, self.constant(bias))

    def rounded(self, x: str, weight: Floats, bias: Floats) -> str:
        """The same in whole numbers."""
        scale = np.maximum(np.abs(weight).max(axis=1), _EPSILON) / _MOST
        whole = np.rint(weight / scale[:, None])
        codes, step, zero = self.step("DynamicQuantizeLinear", x, outputs=3)
        kept = self.constant(whole.T, np.int8)
        sums = self.value("MatMulInteger", codes, kept, zero, self.constant(0, np.int8))
        sums = self.value("Cast", sums, to=TensorProto.FLOAT)
        made = self.value("Mul", sums, self.value("Mul", step, self.constant(scale)))
        return self.value("Add", made, self.constant(bias))

    def norm(self, x: str, weight: Floats, bias: Floats) -> str:
        """Each row less its mean, by its deviation. (The operator of that name is slower.)"""
        x = self.value("Sub", x, self.value("ReduceMean", x, self.constant([1], np.int64)))
        size = self.value("ReduceL2", x, self.constant([1], np.int64))
        size = self.value("Max", size, self.constant(_EPSILON))
        x = self.value("Div", x, size)
        x = self.value("Mul", x, self.constant(weight * np.sqrt(len(weight))))
        return self.value("Add", x, self.constant(bias))


class _Reading(_Graph):
    """How the tensors of a network read two texts (`models.train.reranker.Network`)."""

    def __init__(self, tensors: Mapping[str, Floats], mean_length: float) -> None:
        super().__init__()
        self._tensors, self._mean_length = tensors, mean_length

    def of(self, name: str) -> tuple[Floats, Floats]:
        """The weight and the bias of a part."""
        return self._tensors[f"{name}.weight"], self._tensors[f"{name}.bias"]

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
        x = self.value("Concat", self.constant(self._tensors["cls"][None]), x, axis=0)
        x = self.norm(x, *self.of("norm"))
        for layer in range(layers):
            x = self._layer(f"layers.{layer}.", x)
        first = self.value("Gather", x, self.constant([0], np.int64), axis=0)
        mean = self.value("ReduceMean", x, self.constant([0], np.int64))
        overall = (
            self._share(weigh_left, near_left),
            self._share(weigh_left, self._same(near_left)),
            self._share(weigh_right, near_right),
            self._length("asked"),
        )
        pooled = self.value("Concat", self.value("Add", first, mean), *overall, axis=1)
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
        added = self._tensors["pos.weight"][:longest] + self._tensors["seg.weight"][kind]
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

    def _layer(self, name: str, x: str) -> str:
        """One layer of a transformer, normalised after each step."""
        seen = self._attended(self.rounded(x, *self.of(f"{name}qkv")))
        seen = self.rounded(seen, *self.of(f"{name}o"))
        x = self.norm(self.value("Add", x, seen), *self.of(f"{name}n1"))
        wide = self.rounded(x, *self.of(f"{name}f1"))
        wide = self.value("Gelu", wide, approximate="tanh")
        more = self.rounded(wide, *self.of(f"{name}f2"))
        return self.norm(self.value("Add", x, more), *self.of(f"{name}n2"))

    def _attended(self, qkv: str) -> str:
        """Scaled dot-product attention: [pieces, 3 x width] to [pieces, width]."""
        width = len(self._tensors["cls"])
        parts = self.value("Reshape", qkv, self.constant([-1, 3, HEADS, width // HEADS], np.int64))
        parts = self.value("Transpose", parts, perm=[1, 2, 0, 3])
        q, k, v = (
            self.value("Gather", parts, self.constant(n, np.int64), axis=0) for n in range(3)
        )
        shares = self.value("MatMul", q, self.value("Transpose", k, perm=[0, 2, 1]))
        shares = self.value("Mul", shares, self.constant((width // HEADS) ** -0.5))
        seen = self.value("MatMul", self.value("Softmax", shares, axis=-1), v)
        seen = self.value("Transpose", seen, perm=[1, 0, 2])
        return self.value("Reshape", seen, self.constant([-1, width], np.int64))


def write(tensors: Mapping[str, Floats], mean_length: float, layers: int, path: Path) -> None:
    """Write the graph: "asked" and "said" are float32[pieces, width], "answers" float32[1, 1]."""
    reading = _Reading(tensors, mean_length)
    answers = reading.answers(layers)
    reading.steps.append(helper.make_node("Identity", [answers], ["answers"]))
    width = tensors["inp.weight"].shape[1]
    made = helper.make_graph(
        reading.steps,
        "reranker",
        [
            helper.make_tensor_value_info(name, TensorProto.FLOAT, [name, width])
            for name in ("asked", "said")
        ],
        [helper.make_tensor_value_info("answers", TensorProto.FLOAT, [1, 1])],
        list(reading.constants.values()),
    )
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", _OPERATORS)])
    model.ir_version = _FORMAT
    onnx.checker.check_model(model)
    path.write_bytes(model.SerializeToString())
    path.chmod(0o644)
