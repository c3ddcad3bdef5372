"""The closer reader in torch: some layers of a tutor, and how they are written as what runs."""

from functools import partial
from pathlib import Path

import numpy as np
from torch import nn

from models.hashes import write_sums
from models.reader import PASSAGE, QUESTION
from models.train.graph import PAIR, Floats, Graph
from models.train.tutor import Tutor, tokenizer_of

#: Of so many layers of the tutor one is kept: the last, and others as far apart.
EVERY = 2
#: Pieces of a pair at most, those that part its texts among them.
_LONGEST = QUESTION + PASSAGE + 3
_FILES = ("model.onnx", "tokenizer.json")


def thinned(tutor: Tutor) -> Tutor:
    """The tutor itself, with every second of its layers, which it reads with from now on."""
    layers = tutor.body.encoder.layer
    tutor.body.encoder.layer = nn.ModuleList(list(layers)[EVERY - 1 :: EVERY])
    tutor.body.config.num_hidden_layers = len(tutor.body.encoder.layer)
    return tutor


class _ReaderGraph(Graph):
    """How the tensors of a tutor read a pair (`models.train.tutor.Tutor`)."""

    def __init__(self, tutor: Tutor) -> None:
        super().__init__(
            {n: t.detach().float().cpu().numpy() for n, t in tutor.state_dict().items()}
        )
        self._heads = int(tutor.body.config.num_attention_heads)

    def answers(self, layers: int) -> str:
        """float32[1, 2]: what `Tutor.forward` gives of "ids" and "kinds"."""
        first = self.constant([0], np.int64)
        table = {n: self.tensors[f"body.embeddings.{n}_embeddings.weight"] for n in _TABLES}
        places = self.constant(table["position"][:_LONGEST])
        x = self.rows(table["word"], "ids")
        x = self.value(
            "Add", x, self.value("Slice", places, first, self.value("Shape", "ids"), first)
        )
        kinds = self.value("Gather", self.constant(table["token_type"]), "kinds", axis=0)
        x = self.norm(self.value("Add", x, kinds), *self.of("body.embeddings.LayerNorm"))
        for layer in range(layers):
            x = self.layer(x, partial(self._part, layer), self._heads, "none")
        pooled = self.value("Tanh", self.linear(self.pooled(x), *self.of("pool")))
        return self.linear(pooled, *self.of("head"))

    def _part(self, layer: int, name: str) -> tuple[Floats, Floats]:
        at = f"body.encoder.layer.{layer}."
        if name == "qkv":
            own = [self.of(f"{at}attention.self.{n}") for n in ("query", "key", "value")]
            return np.concatenate([w for w, _ in own]), np.concatenate([b for _, b in own])
        return self.of(at + _PARTS[name])


_TABLES = ("word", "position", "token_type")
#: What the parts of a layer are called in a transformer.
_PARTS = {
    "o": "attention.output.dense",
    "n1": "attention.output.LayerNorm",
    "f1": "intermediate.dense",
    "f2": "output.dense",
    "n2": "output.LayerNorm",
}


def save(pretrained: Path, tutor: Tutor, folder: Path) -> None:
    """Write what `models.reader.Reader` opens: the graph, the tokenizer, their sums.

    `pretrained` is the folder whose pieces the tutor reads. Raises ModelNotFound, ModelDamaged.
    """
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer_of(pretrained).backend_tokenizer.save(str(folder / "tokenizer.json"))
    reading = _ReaderGraph(tutor)
    answers = reading.answers(len(tutor.body.encoder.layer))
    reading.write(answers, PAIR, folder / "model.onnx")
    write_sums(folder, _FILES)
