"""Prefixes and segmentation reach the model: shown on tiny models made here."""

import json
import shutil
import unicodedata
from pathlib import Path

import numpy as np
import pytest

import models
from models import prepare
from models.conventions import Convention, convention, known, own
from models.encoder import Encoder
from models.errors import SegmentationFailed

VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "query", "passage", ":", "y", "tế", "sở", "y_tế"]


@pytest.fixture(scope="module")
def transformer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A one-layer BERT over a handful of words, saved by sentence_transformers."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from tokenizers import Tokenizer, pre_tokenizers, processors
    from tokenizers import models as kinds
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    torch.manual_seed(0)
    words = {word: number for number, word in enumerate(VOCABULARY)}
    tokenizer = Tokenizer(kinds.WordLevel(words, "[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        pad_token="[PAD]",
        unk_token="[UNK]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        model_max_length=32,
    )
    shape = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2}
    config = BertConfig(vocab_size=len(words), intermediate_size=32, **shape)
    folder = tmp_path_factory.mktemp("hub")
    BertModel(config).save_pretrained(folder / "bert")
    fast.save_pretrained(folder / "bert")
    module = Transformer(str(folder / "bert"), max_seq_length=32)
    model = SentenceTransformer(modules=[module, Pooling(16)], device="cpu")
    model.save(str(folder / "plain"))
    return folder


def named(transformer: Path, name: str) -> Encoder:
    """The tiny model under the folder name of a public one."""
    folder = transformer / name
    if not folder.exists():
        shutil.copytree(transformer / "plain", folder)
    return models.load(str(folder))


def test_prefixes(transformer: Path) -> None:
    plain, e5 = named(transformer, "plain"), named(transformer, "multilingual-e5-small")
    asked = plain.encode_queries(["query: sở y tế", "passage: sở y tế"])
    assert np.allclose(e5.encode_queries(["sở y tế"])[0], asked[0], atol=1e-5)
    assert np.allclose(e5.encode_passages(["sở y tế"])[0], asked[1], atol=1e-5)
    assert np.abs(asked[0] - asked[1]).max() > 1e-3
    assert e5.fingerprint != plain.fingerprint


def test_segmentation(transformer: Path) -> None:
    plain, bkai = named(transformer, "plain"), named(transformer, "vietnamese-bi-encoder")
    expected = plain.encode_passages(["sở y_tế", "sở y tế"])
    text = unicodedata.normalize("NFD", "sở y\ntế")
    assert np.allclose(bkai.encode_passages([text])[0], expected[0], atol=1e-5)
    assert np.abs(expected[0] - expected[1]).max() > 1e-3


def test_contract_of_a_public_model(transformer: Path) -> None:
    model = named(transformer, "plain")
    assert (model.dim, model.max_tokens) == (16, 32)
    assert isinstance(model, Encoder)
    found = model.encode_passages(
        ["", "sở", "😀", "sở " * 100_000, unicodedata.normalize("NFD", "tế")]
    )
    assert found.dtype == np.float32
    assert np.allclose(np.linalg.norm(found, axis=1), 1.0, atol=1e-5)
    assert model.encode_queries([]).shape == (0, 16)


def test_texts_longer_than_a_public_model_reads_are_counted(transformer: Path) -> None:
    plain, e5 = named(transformer, "plain"), named(transformer, "multilingual-e5-small")
    fits, long = "sở " * 30, "sở " * 31  # with [CLS] and [SEP]: 32 and 33 tokens
    assert plain.cut(["sở", fits, long, long]) == 2
    assert e5.cut([fits]) == 1  # "passage: " are two more
    assert plain.cut([]) == 0
    start = plain.encode_passages([fits, long])
    assert np.allclose(start[0], start[1], atol=1e-5)


def test_truncated_public_weights(transformer: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(transformer / "plain", folder)
    path = next(folder.rglob("model.safetensors"))
    path.write_bytes(path.read_bytes()[:1000])
    with pytest.raises(models.ModelDamaged):
        models.load(str(folder))


def test_names() -> None:
    assert "baai/bge-m3" in known()
    assert convention("intfloat/multilingual-e5-small") == Convention(
        "query: ", "passage: ", False, 512
    )
    assert convention("/x/models--bkai-foundation-models--vietnamese-bi-encoder") is not None
    assert convention("unheard/of") is None


@pytest.mark.parametrize(
    ("name", "rules"),
    [
        ("intfloat/multilingual-e5-base", Convention("query: ", "passage: ", False, 512)),
        ("BAAI/bge-m3", Convention(max_tokens=8192)),
        ("AITeamVN/Vietnamese_Embedding", Convention(max_tokens=2048)),
        ("bkai-foundation-models/vietnamese-bi-encoder", Convention(segment=True, max_tokens=256)),
        ("hiieu/halong_embedding", Convention(max_tokens=512)),
    ],
)
def test_public_models_as_their_cards_say(name: str, rules: Convention) -> None:
    assert convention(name) == rules
    assert convention(f"/x/models--{name.replace('/', '--')}") == rules


def test_a_model_not_listed_is_read_by_its_own_prompts(transformer: Path) -> None:
    plain = named(transformer, "plain")
    folder = transformer / "unheard-of"
    shutil.copytree(transformer / "plain", folder)
    config = folder / "config_sentence_transformers.json"
    stored = json.loads(config.read_text(encoding="utf-8"))
    stored |= {"prompts": {"query": "query: ", "document": "passage: "}}
    stored["default_prompt_name"] = "query"
    config.write_text(json.dumps(stored), encoding="utf-8")
    model = models.load(str(folder))
    expected = plain.encode_queries(["query: sở y tế", "passage: sở y tế"])
    assert np.allclose(model.encode_queries(["sở y tế"])[0], expected[0], atol=1e-5)
    assert np.allclose(model.encode_passages(["sở y tế"])[0], expected[1], atol=1e-5)


def test_own_prompts(tmp_path: Path) -> None:
    assert own(tmp_path) == Convention()
    config = tmp_path / "config_sentence_transformers.json"
    config.write_text(json.dumps({"prompts": {"query": "q: ", "document": "d: "}}))
    assert own(tmp_path) == Convention(query="q: ", passage="d: ")
    config.write_text("[]")
    assert own(tmp_path) == Convention()


def test_segmenter_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(text: str) -> str:
        raise KeyError(text)

    monkeypatch.setattr(prepare, "_segmenter", lambda: fails)
    assert prepare.segmented(" \n") == ""
    with pytest.raises(SegmentationFailed, match="pyvi"):
        prepare.segmented("sở")
