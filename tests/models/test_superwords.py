"""The fast way to a superword tokenizer's pieces gives what the tokenizer gives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer, normalizers, pre_tokenizers

import models
from models.superwords import Superwords, is_superword
from tests.models.conftest import tiny_tokenizer

TINY = tiny_tokenizer()
TEXTS = st.one_of(
    st.text(),
    st.text(alphabet="aàạăđĐsyYtêế 012²½Ⅳᵃªſßİ \n\t\x0b\x1c\x85\xa0\u2003´\u0301\u0338≠–“…()_'"),
    st.lists(st.sampled_from(["Sở", "Y tế", "khám", "sức  khỏe", "hoà", "\n- so y", "日本", "đ)"]))
    .map(" ".join),
)  # fmt: skip


@given(TEXTS)
def test_pieces_are_those_of_the_tokenizer(text: str) -> None:
    text = text.encode("utf-8", "replace").decode()
    wanted = TINY.encode(text, add_special_tokens=False).ids
    assert Superwords(TINY).ids(text).tolist() == wanted


def test_of_the_bundled_model() -> None:
    model = models.load()
    tokenizer = model._tokenizer
    text = "Căn cứ Quyết định số 1629/QĐ-TTg; – “Khám sức khoẻ” đạt ≥ 80%: 日本 123456"
    assert Superwords(tokenizer).ids(text).tolist() == tokenizer.encode(text).ids


@pytest.mark.parametrize(
    "part",
    [{"normalizer": normalizers.NFC()}, {"pre_tokenizer": pre_tokenizers.Whitespace()}],
)
def test_others_are_left_to_themselves(part: dict[str, object]) -> None:
    other = Tokenizer.from_str(TINY.to_str())
    assert is_superword(other)
    for name, value in part.items():
        setattr(other, name, value)
    assert not is_superword(other)
