"""Marks put right after OCR: only where the neighbours leave no doubt."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.readers.ocr.spelling import Spelling, spelling
from indexer.text import fold_chars, nfc


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("được sửa đối, bỗ sung", "được sửa đổi, bổ sung"),
        ("đợt kiêm tra việc châp hành", "đợt kiểm tra việc chấp hành"),
        ("KÉ HOẠCH", "KẾ HOẠCH"),
        ("TÔ CHỨC THỰC HIỆN", "TỔ CHỨC THỰC HIỆN"),
    ],
)
def test_what_no_text_has_is_put_right(read: str, meant: str) -> None:
    assert spelling().repair(read) == meant


@pytest.mark.parametrize(
    "text",
    [
        "Ông Bùi Kiêm Tra, bà Đỗ Bỗ Sung",  # names
        "kiêm, tra",  # no neighbours: a comma parts them
        "18/2025/TT-BCT ngày 13 tháng 3 năm 2025",
        "Giám đốc Sở Y tế kiêm Trưởng ban",
        "tìm kiếm cứu nạn và kiểm tra, đôn đốc",
        "Kết luận số 12-KL/TU ngày 5 tháng 6 của Tỉnh ủy, 07/KH-TU ngày 1",
        "đi đôi với kiểm tra",
        "hoà bình, thuỷ lợi, uỷ ban",  # the older places of the tone
    ],
)
def test_what_may_be_meant_stays(text: str) -> None:
    assert spelling().repair(text) == text


def test_two_likely_spellings_decide_nothing() -> None:
    words = ["kê", "kế", "kể", "x"]
    pairs = np.array([1 * 4 + 3, 2 * 4 + 3], np.int64)
    assert Spelling(words, pairs, np.array([90, 60], np.int64)).repair("kê x") == "kê x"
    assert Spelling(words, pairs, np.array([90, 6], np.int64)).repair("kê x") == "kế x"
    assert Spelling(words, pairs, np.array([9, 0], np.int64)).repair("kê x") == "kê x"


@given(st.text(max_size=60))
def test_only_marks_change(text: str) -> None:
    out = spelling().repair(text)
    assert len(out) == len(nfc(text))
    assert fold_chars(out) == fold_chars(nfc(text))


@given(st.lists(st.sampled_from(["kiêm", "tra", "bỗ", "sung", "Sở", "nguôn", "cung"]), max_size=8))
def test_repairing_twice_changes_nothing_more(words: list[str]) -> None:
    once = spelling().repair(" ".join(words))
    assert spelling().repair(once) == once
