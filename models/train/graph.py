"""Graphs of ONNX, with large matrices in whole numbers: what runs of the networks trained here.

A matrix is kept as int8 with a scale for each column, what it is multiplied with is rounded to
uint8 as it comes, one scale for a whole reading: a reading depends on its own two texts alone,
whatever is read beside it. Sums of whole numbers are exact, so that every processor finds the same.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

Floats = NDArray[np.float32]

#: Of the standard's operators; what `onnxruntime` reads is newer than both.
_OPERATORS, _FORMAT = 20, 9
#: Processors without VNNI add two products of uint8 and int8 in 16 bits: 2 x 255 x 64 fits.
_MOST = 64
#: What a whole number of a table is at most.
_CODE = 127
_EPSILON = 1e-12

#: The weight and the bias of a part of a network, by its name.
Part = Callable[[str], tuple[Floats, Floats]]
#: What a graph is given: the kind of its numbers, and its sides by name or size.
Given = tuple[int, Sequence[str | int]]
#: What a reader of pairs is given: their pieces, and of which text each is.
PAIR: dict[str, Given] = {name: (int(TensorProto.INT64), ["pieces"]) for name in ("ids", "kinds")}


class Graph:
    """Steps and constants in the order they are added; every value goes by its name."""

    def __init__(self, tensors: Mapping[str, Floats]) -> None:
        self.tensors = tensors
        self.steps: list[onnx.NodeProto] = []
        self.constants: dict[str, onnx.TensorProto] = {}

    def of(self, name: str) -> tuple[Floats, Floats]:
        """The weight and the bias of a part of the network."""
        return self.tensors[f"{name}.weight"], self.tensors[f"{name}.bias"]

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

    def pooled(self, x: str) -> str:
        """The first piece and the mean of all, [1, width]."""
        first = self.constant([0], np.int64)
        mean = self.value("ReduceMean", x, first)
        return self.value("Add", self.value("Gather", x, first, axis=0), mean)

    def norm(self, x: str, weight: Floats, bias: Floats) -> str:
        """Each row less its mean, by its deviation. (The operator of that name is slower.)"""
        x = self.value("Sub", x, self.value("ReduceMean", x, self.constant([1], np.int64)))
        size = self.value("ReduceL2", x, self.constant([1], np.int64))
        size = self.value("Max", size, self.constant(_EPSILON))
        x = self.value("Div", x, size)
        x = self.value("Mul", x, self.constant(weight * np.sqrt(len(weight))))
        return self.value("Add", x, self.constant(bias))

    def rows(self, table: Floats, ids: str) -> str:
        """The rows `ids` of a table that is kept in whole numbers, with a scale for each row."""
        scale = np.maximum(np.abs(table).max(axis=1, keepdims=True), _EPSILON) / _CODE
        codes = self.constant(np.rint(table / scale), np.int8)
        found = self.value("Cast", self.value("Gather", codes, ids, axis=0), to=TensorProto.FLOAT)
        return self.value("Mul", found, self.value("Gather", self.constant(scale), ids, axis=0))

    def layer(self, x: str, part: Part, heads: int, approximate: str) -> str:
        """One layer of a transformer, normalised after each step; `part` gives its weights."""
        seen = self._attended(self.rounded(x, *part("qkv")), len(part("o")[1]), heads)
        seen = self.rounded(seen, *part("o"))
        return self.fed(self.norm(self.value("Add", x, seen), *part("n1")), part, approximate)

    def fed(self, x: str, part: Part, approximate: str) -> str:
        """The second half of a layer, for what its pieces have seen of one another."""
        wide = self.rounded(x, *part("f1"))
        wide = self.value("Gelu", wide, approximate=approximate)
        more = self.rounded(wide, *part("f2"))
        return self.norm(self.value("Add", x, more), *part("n2"))

    def _attended(self, qkv: str, width: int, heads: int) -> str:
        """Scaled dot-product attention: [pieces, 3 x width] to [pieces, width]."""
        parts = self.value("Reshape", qkv, self.constant([-1, 3, heads, width // heads], np.int64))
        parts = self.value("Transpose", parts, perm=[1, 2, 0, 3])
        q, k, v = (
            self.value("Gather", parts, self.constant(n, np.int64), axis=0) for n in range(3)
        )
        shares = self.value("MatMul", q, self.value("Transpose", k, perm=[0, 2, 1]))
        shares = self.value("Mul", shares, self.constant((width // heads) ** -0.5))
        seen = self.value("MatMul", self.value("Softmax", shares, axis=-1), v)
        seen = self.value("Transpose", seen, perm=[1, 0, 2])
        return self.value("Reshape", seen, self.constant([-1, width], np.int64))

    def write(
        self, answers: str, given: Mapping[str, Given], path: Path, rows: str | int = 1
    ) -> None:
        """Write what gives the value "answers", float32[rows, n], of those `given` by name."""
        self.steps.append(helper.make_node("Identity", [answers], ["answers"]))
        made = helper.make_graph(
            self.steps,
            "cross-encoder",
            [helper.make_tensor_value_info(name, *kind) for name, kind in given.items()],
            [helper.make_tensor_value_info("answers", TensorProto.FLOAT, [rows, "numbers"])],
            list(self.constants.values()),
        )
        model = helper.make_model(made, opset_imports=[helper.make_opsetid("", _OPERATORS)])
        model.ir_version = _FORMAT
        onnx.checker.check_model(model)
        path.write_bytes(model.SerializeToString())
        path.chmod(0o644)
