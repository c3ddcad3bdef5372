"""Lists and a transformer small enough to learn from in a second."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

from models.hashes import sha256
from models.train import taught
from models.train.checkpoint import Run
from tests.models.conftest import WORDS

#: A question, and a clause that answers it before others, odd ones among them.
ASKED = "Cơ quan nào khám sức khỏe cho người lao động?"
SAID = [
    "4. Sở Y tế. Tổ chức khám sức khỏe định kỳ cho người lao động.",
    "V. KINH PHÍ. Kinh phí thực hiện do ngân sách tỉnh bảo đảm.",
    "Sở Tư pháp phổ biến pháp luật " + "cho người lao động " * 60,
    "",
    "😀 日本語 \ud800",
]


def listed(random: Random, **more: object) -> dict[str, object]:
    """One passage of six has the two words asked for; the scores prefer another one."""
    asked = random.sample(WORDS, 2)
    other = [word for word in WORDS if word not in asked]
    said = [" ".join(random.sample(other, 4)) for _ in range(6)]
    place = random.randrange(5)
    said[place] = " ".join(random.sample([*asked, *random.sample(other, 2)], 4))
    found = {"question": " ".join(asked), "passages": said, "scores": [0.0] * 5 + [1.0]}
    known = {"right": [row == place for row in range(6)], "answers": True}
    return {"id": "q", "folds": [random.randrange(3)], **found, **known, **more}


def silent(random: Random) -> dict[str, object]:
    """A list of a plan that does not answer."""
    record = listed(random, right=[False] * 5, answers=False, scores=[0.0] * 5)
    asked = str(record["question"]).split()
    other = [word for word in WORDS if word not in asked]
    return record | {"passages": [" ".join(random.sample(other, 4)) for _ in range(5)]}


def written(path: Path, records: Sequence[Mapping[str, object]]) -> Path:
    """A file of lists."""
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    return path


def told(path: Path, lists: Path, without: int | None = None) -> Path:
    """What a tutor that knows the answers says of these lists, whether they are known or not."""
    records = [json.loads(line) for line in lists.read_text().splitlines()]
    right = np.array([right for record in records for right in record["right"]])
    read = np.where(right[:, None], [4.0, 4.0], [0.0, -4.0]).astype(np.float16)
    taught.write(path, read, sha256(lists), without)
    return path


def transformer(folder: Path, layers: int = 2) -> Path:
    """A BERT with words for pieces, of which each looks at its like."""
    special = ["<s>", "<pad>", "</s>", "<unk>"]
    vocabulary = {word: number for number, word in enumerate([*special, *WORDS])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        cls_token="<s>",
        sep_token="</s>",
        pad_token="<pad>",
        unk_token="<unk>",
    ).save_pretrained(folder)
    torch.manual_seed(4)
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=32,
        num_hidden_layers=layers,
        num_attention_heads=1,
        intermediate_size=64,
        max_position_embeddings=256,
        pad_token_id=1,
    )
    bert = BertModel(config)
    torch.nn.init.orthogonal_(bert.embeddings.word_embeddings.weight)
    for layer in bert.encoder.layer:
        torch.nn.init.eye_(layer.attention.self.query.weight)
        torch.nn.init.eye_(layer.attention.self.key.weight)
    bert.save_pretrained(folder)
    return folder


def stopped_after_one_save(patch: pytest.MonkeyPatch) -> None:
    """Any run stops when it has kept where it is."""
    kept = Run.save

    def stopping(run: Run) -> None:
        kept(run)
        raise KeyboardInterrupt

    patch.setattr(Run, "save", stopping)
