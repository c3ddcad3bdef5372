"""The tutor of the readers: a transformer that reads a question and a passage as one text.

It is too slow to search with, and reads better: the reranker and the closer reader learn what it
says of each passage.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from transformers import AutoModel, AutoTokenizer

from models.errors import damaged, not_found
from models.hashes import verify, write_sums
from models.train.corpus import Ints
from models.train.reranker import Texts, padded

# Pieces read of a question and of a passage, and those that part them.
_QUESTION, _PASSAGE, _PARTING = 40, 150, 3
# Pairs read together, those with passages of like length: those learned from, and others.
_LEARNED, _READ = 512, 4096
_DROP = {"hidden_dropout_prob": 0.1, "attention_probs_dropout_prob": 0.0}
# Where its two numbers begin: near nothing, and most passages do not answer.
_SMALL, _DOUBT = 0.3, (0.0, -2.0)
_FILE = "model.safetensors"


class Tutor(nn.Module):
    """What a pretrained transformer (BERT or alike) says of pairs; `folder` is where it lies.

    Raises ModelNotFound where it does not.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.body = _pretrained(
            AutoModel, folder, add_pooling_layer=False, dtype=torch.float32, **_DROP
        )
        # A passage's pieces begin as those of a question: such models know one kind of text alone.
        known = self.body.embeddings.token_type_embeddings.weight.data[:1]
        width = known.shape[1]
        self.body.embeddings.token_type_embeddings = kinds = nn.Embedding(2, width)
        kinds.weight.data.copy_(known.expand(2, -1))
        self.pool, self.head = nn.Linear(width, width), nn.Linear(width, 2)
        self.head.weight.data.mul_(_SMALL)
        self.head.bias.data.copy_(torch.tensor(_DOUBT))

    def forward(self, pairs: Texts, kinds: Tensor) -> Tensor:
        """float32[pairs, 2]: how much better each passage answers than the features know, and the
        logit of whether it does at all. `kinds`, int64[pairs, pieces]: 1 for the passage's.
        """
        mask = pairs.mask()
        states: Tensor = self.body(
            input_ids=pairs.ids, attention_mask=mask.long(), token_type_ids=kinds
        ).last_hidden_state
        mean = (states * mask[:, :, None]).sum(1) / mask.sum(1, keepdim=True)
        found: Tensor = self.head(torch.tanh(self.pool(states[:, 0] + mean)))
        return found.float()

    def read(self, pieces: "Pieces", asked: Ints, said: Ints) -> Tensor:
        """What `forward` says of pairs of these questions and passages, in half the precision
        where an accelerator reads them.
        """
        device = self.head.weight.device
        size = _LEARNED if self.training else _READ
        order = np.argsort(pieces.lengths[said], kind="stable")
        parts = []
        with torch.autocast(device.type, torch.bfloat16, enabled=device.type == "cuda"):
            for start in range(0, len(order), size):
                rows = order[start : start + size]
                pairs, kinds = pieces.together(asked[rows], said[rows])
                parts.append(self(pairs.to(str(device)), kinds.to(device)))
        return torch.cat(parts)[torch.from_numpy(np.argsort(order)).to(device)]


class Pieces:
    """Questions and passages as the tutor's pieces, to be read together."""

    def __init__(
        self,
        folder: Path,
        questions: Sequence[str],
        passages: Sequence[str],
        longest: tuple[int, int] = (_QUESTION, _PASSAGE),
    ) -> None:
        """`folder` is the pretrained transformer's; `longest`: pieces of either text at most.

        Raises ModelNotFound, ModelDamaged.
        """
        tokenizer = tokenizer_of(folder)
        self._begin = np.array([tokenizer.cls_token_id], np.int32)
        self._end = np.array([tokenizer.sep_token_id], np.int32)
        self._asked = _cut(tokenizer, questions, longest[0])
        self._said = _cut(tokenizer, passages, longest[1])
        self.lengths: Ints = np.array([len(ids) for ids in self._said], np.int64)

    def together(self, asked: Ints, said: Ints) -> tuple[Texts, Tensor]:
        """Each pair as one text, and of which of both its pieces are: int64[pairs, pieces]."""
        rows = [
            np.concatenate([self._begin, self._asked[q], self._end, self._said[p], self._end])
            for q, p in zip(asked, said, strict=True)
        ]
        texts = padded(rows, _QUESTION + _PASSAGE + _PARTING)
        own = torch.tensor([len(self._asked[q]) + _PARTING - 1 for q in asked])
        return texts, (torch.arange(texts.ids.shape[1]) >= own[:, None]).long()


def _cut(tokenizer: Any, texts: Sequence[str], longest: int) -> list[NDArray[np.int32]]:
    found = tokenizer(list(texts), add_special_tokens=False, truncation=True, max_length=longest)[
        "input_ids"
    ]
    return [np.array(ids, np.int32) for ids in found]


def tokenizer_of(folder: Path) -> Any:
    """A pretrained transformer's. Raises ModelNotFound, ModelDamaged."""
    return _pretrained(AutoTokenizer, folder)


def _pretrained(kind: Any, folder: Path, **more: object) -> Any:
    if not folder.is_dir():
        raise not_found(str(folder))
    try:
        return kind.from_pretrained(str(folder), local_files_only=True, **more)
    except (OSError, ValueError, TypeError, SafetensorError) as error:
        raise damaged(folder, f"{type(error).__name__}: {error}") from error


def save(tutor: Tutor, folder: Path) -> None:
    """Write half-precision weights and their sum."""
    folder.mkdir(parents=True, exist_ok=True)
    tensors = {n: t.half().cpu().contiguous() for n, t in tutor.state_dict().items()}
    save_file(tensors, folder / _FILE)
    write_sums(folder, (_FILE,))


def opened(folder: Path, pretrained: Path) -> Tutor:
    """The tutor that `save` wrote, made of the transformer in `pretrained`.

    Raises ModelNotFound, ModelDamaged when either cannot be read or they do not go together,
    ModelChanged.
    """
    verify(folder)
    tutor = Tutor(pretrained)
    try:
        tutor.load_state_dict(load_file(folder / _FILE))
    except (SafetensorError, OSError, RuntimeError) as error:
        raise damaged(folder, f"{type(error).__name__}: {error}") from error
    return tutor
