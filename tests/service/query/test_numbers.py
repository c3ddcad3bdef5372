"""Document numbers in a question."""

from __future__ import annotations

import pytest

from service.query import numbers


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Kế hoạch 617/KH-UBND", ("#617khubnd",)),
        ("kế hoạch 617/kh-ubnd", ("#617khubnd",)),
        ("theo 57-nq/tw và 1629/QĐ-TTg", ("#57nqtw", "#1629qdttg")),
        ("57-NQ/TW, 57-nq/tw", ("#57nqtw",)),
        ("Kế hoạch 0130/KH-UBND", ("#130khubnd",)),
        ("130/KH-UBND là 0130/KH-UBND", ("#130khubnd",)),
        ("hạn 30/11", ()),
        ("ß 5/kh-ubnd", ("#5khubnd",)),
    ],
)
def test_tokens(text, tokens):
    assert numbers.tokens(text) == tokens


def test_numbers_are_no_words():
    assert numbers.without("Nghị quyết 57-NQ/TW là gì") == "Nghị quyết          là gì"


@pytest.mark.parametrize(
    "text", ["kế hoạch 182/KH-UBND", "công điện 9/CĐ-TTg", "kết luận số 12-KL/TW", "notice 5"]
)
def test_every_kind_of_document_is_named_by_its_number(text):
    assert numbers.is_named(text)
