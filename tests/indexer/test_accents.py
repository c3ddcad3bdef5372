"""Accent restoration."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import accents, accents_general
from indexer.accents import AccentModel
from indexer.text import fold_chars, nfc

TEXT = """Sở Y tế chủ trì khám sức khỏe định kỳ cho người lao động; phối hợp với Công an tỉnh.
Ủy ban nhân dân huyện bố trí kinh phí từ ngân sách. Đường dây nóng tiếp nhận tin báo.
Trung tâm Y tế huyện khám sức khoẻ. Bảo đảm sức khỏe. Uỷ ban nhân dân xã báo cáo."""
MODEL = AccentModel.learn([TEXT])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("so y te kham suc khoe", "sở y tế khám sức khỏe"),
        ("So Y te", "Sở Y tế"),
        ("CO QUAN NAO CHU TRI?", "CƠ QUAN NÀO CHỦ TRÌ?"),
        ("UBND huyen bo tri", "UBND huyện bố trí"),
        ("duong day nong", "đường dây nóng"),
        ("bao nhieu phan tram", "bao nhiêu phần trăm"),
        ("khi nao, o dau, lam gi", "khi nào, ở đâu, làm gì"),
        ("xyzzy 1629/QD-TTg 70%", "xyzzy 1629/QD-TTg 70%"),
        ("", ""),
    ],
)
def test_restores(typed: str, meant: str) -> None:
    assert MODEL.restore(typed) == meant


@pytest.mark.parametrize(
    "typed", ["Sở Y tế khám sức khỏe cho người lao động", "hòa", "hoà", "đuong", "Uỷ ban"]
)
def test_leaves_what_was_typed_with_marks(typed: str) -> None:
    assert MODEL.restore(typed).split()[0] == typed.split()[0]
    assert MODEL.restore(TEXT) == nfc(TEXT)


def test_reads_half_marked_text() -> None:
    assert MODEL.restore("so Y tế kham suc khỏe") == "sở Y tế khám sức khỏe"


@pytest.mark.parametrize(
    "typed",
    [
        "Bộ phận nào ở sở lo nơi ăn chốn ở?",
        "Khách được đón ở sân bay, xã nào cho ở nhờ?",
        "Ai gom rác ở chợ?",
        "Tuyên truyền qua loa phường",
        "thuốc thu dung người bệnh",
        "trạm bơm cao viên bao nhiêu m3/s",
    ],
)
def test_a_word_without_marks_stays_in_a_text_typed_with_them(typed: str) -> None:
    assert AccentModel.general().restore(typed) == typed


def test_what_is_seldom_written_is_no_word_as_it_stands() -> None:
    model = AccentModel.from_counts({"loa": 97, "lao": 300, "tế": 700, "te": 12, "kheo": 2}, {})
    assert [w for w in ("loa", "LOA", "lóa", "tế", "te", "kheo") if model.writes(w)] == [
        *("loa", "LOA", "tế", "te")
    ]
    assert not AccentModel.from_counts({"tế": 7000, "te": 12}, {}).writes("te")


def test_two_places_of_the_tone_are_one_word() -> None:
    model = AccentModel.learn(["Tờ khai hoà giải. Tờ khai hòa giải. Tờ khai hòa bình."])
    assert model.restore("to khai hoa giai") == "tờ khai hòa giải"


def test_decomposed_input_is_composed() -> None:
    assert MODEL.restore("So\u031b\u0309 Y te") == "Sở Y tế"


def test_a_base_is_kept_and_nothing_else_added() -> None:
    empty = AccentModel.from_counts({}, {})
    small = AccentModel.learn(["khám bệnh"], base=empty)
    assert small.restore("kham benh, co quan nao") == "khám bệnh, co quan nao"
    assert AccentModel.learn(["tai nạn"], base=small).restore("kham tai nan") == "khám tai nạn"


def test_text_without_marks_teaches_nothing() -> None:
    model = AccentModel.learn(["kham suc khoe dinh ky cho moi nguoi. " * 50, TEXT])
    assert model.restore("kham suc khoe") == "khám sức khỏe"


def test_only_seeds_without_the_general_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accents, "GENERAL", "nowhere.npz")
    assert AccentModel.general().restore("co quan nao phu trach") == "cơ quan nào phụ trách"


def test_saves_and_loads(tmp_path: Path) -> None:
    MODEL.save(tmp_path / "a.npz")
    loaded = AccentModel.load(tmp_path / "a.npz")
    assert loaded.counts() == MODEL.counts()
    assert loaded.restore("so y te") == "sở y tế"


def test_saving_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in "ab":
        AccentModel.learn([TEXT]).save(tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_never_unpickles(tmp_path: Path) -> None:
    with (tmp_path / "evil.npz").open("wb") as handle:
        np.savez(handle, words=np.array([{"a": 1}], dtype=object))
    with pytest.raises(ValueError, match="allow_pickle"):
        AccentModel.load(tmp_path / "evil.npz")


def test_general_counts_drop_what_is_rare(tmp_path: Path) -> None:
    lines = [f"khám sức khỏe số {i}" for i in range(40)] + ["khám zzz"] * 40
    model = accents_general.general(lines, scale=2, rare=3)
    assert model.restore("kham suc khoe") == "khám sức khỏe"
    words, pairs = model.counts()
    assert "zzz" not in words
    assert pairs["khám", "sức"] == 20


VIETNAMESE = st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạấầẩẫậốồổỗộớờởỡợ ABCĐÔ .,/0123")


@given(st.one_of(VIETNAMESE, st.text()))
def test_keeps_length_and_fold(text: str) -> None:
    restored = MODEL.restore(text)
    assert len(restored) == len(nfc(text))
    assert fold_chars(restored) == fold_chars(nfc(text))


@given(VIETNAMESE)
def test_restoring_the_folded_has_the_same_fold(text: str) -> None:
    assert fold_chars(MODEL.restore(fold_chars(text))) == fold_chars(text)


@given(st.lists(st.sampled_from(fold_chars(TEXT + " nao dau gi XYZ Y te").split()), max_size=12))
def test_restoring_again_changes_nothing(words: list[str]) -> None:
    once = MODEL.restore(" ".join(words))
    assert MODEL.restore(once) == once


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ke hoach can cu vao dau", "kế hoạch căn cứ vào đâu"),
        ("dua vao dau", "dựa vào đâu"),
        ("vao dau nam sau", "vào đầu năm sau"),
        ("vao dau quy 3", "vào đầu quý 3"),
    ],
)
def test_what_a_ground_is_asked_with_is_no_beginning(typed: str, meant: str) -> None:
    assert AccentModel.general().restore(typed) == meant


def test_rarity_and_attraction_tell_words_from_chance():
    model = AccentModel.general()
    assert model.rarity("hộ", "chiếu") > model.rarity("cán", "bộ")
    assert model.rarity("zyx") > model.rarity("hộ", "chiếu")
    assert model.rarity("hoà") == model.rarity("hòa")
    assert model.attraction("hộ", "chiếu") > 2.5 > model.attraction("cấp", "hộ")
    assert model.attraction("zyx", "xyz") == -math.inf
