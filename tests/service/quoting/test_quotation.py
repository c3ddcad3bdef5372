"""Where a quotation stands in a text, and what differs there."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from indexer.text import nfc
from service.quoting.differences import SAYING, Words
from service.quoting.quotation import Standing, alike, exact, is_near, likely, nearest

TEXT = (
    "1. Sở Y tế chủ trì, phối hợp với Công an tỉnh tổ chức khám sức khỏe định kỳ cho 80% người "
    "lao động trước ngày 15/6/2023.\n"
    "2. Sở Tài chính bố trí kinh phí hòa giải ở cơ sở theo phân cấp."
)


def found(quote: str, text: str = TEXT) -> list[Standing]:
    """As the service looks: exactly, then by words, then nearly."""
    ours, theirs = Words(quote), Words(text)
    if places := exact(ours, theirs) or alike(ours, theirs):
        return places
    tried = [nearest(ours, theirs, at) for _, at in likely(ours, theirs)]
    return [place for place in tried if place is not None and is_near(ours, place)]


def kinds(quote: str) -> list[tuple[str, str, str]]:
    (place,) = found(quote)
    assert not place.exact
    return [(d.kind, d.quoted, d.written) for d in place.differences]


def test_the_very_words_are_exact_wherever_they_stand() -> None:
    (place,) = found("khám sức khỏe định kỳ")
    assert place.exact and TEXT[place.start : place.end] == "khám sức khỏe định kỳ"
    assert len(found("Sở")) == 2
    assert found("ở Y tế chủ")[0].exact, "a quotation may begin within a word"


@pytest.mark.parametrize(
    ("quote", "differences"),
    [
        ("Sở Y  tế chủ\ntrì", [("space", "  ", " "), ("space", "\n", " ")]),
        ("kinh phí hoà giải", [("tone", "hoà", "hòa")]),
        ("sở y tế", [("case", "sở y", "Sở Y")]),
        ("Sở Y tế chủ trì phối hợp", [("mark", " ", ", ")]),
        ("kham suc khoe", [("accent", "kham suc khoe", "khám sức khỏe")]),
        ("khám sức khỏe định kỳ cho 90% người lao động", [("number", "90", "80")]),
        (
            "Sở Y tế chủ trì, phối hợp với Công an huyện tổ chức khám",
            [("word", "huyện", "tỉnh")],
        ),
        ("khám sức khỏe cho 80% người lao động trước ngày 15", [("missing", "", "định kỳ")]),
        (
            "khám sức khỏe định kỳ miễn phí cho 80% người lao động",
            [("added", "miễn phí", "")],
        ),
    ],
)
def test_what_differs_is_told(quote: str, differences: list[tuple[str, str, str]]) -> None:
    assert kinds(quote) == differences


def test_differences_stand_where_they_say() -> None:
    quote = "Sở Y tế chủ trì, phối hợp với công an tỉnh tổ chức khám sức khoẻ định kỳ cho 90% người"
    (place,) = found(quote)
    assert place.differences
    for difference in place.differences:
        assert quote[difference.quote_start : difference.quote_end] == difference.quoted
        assert TEXT[difference.start : difference.end] == difference.written
    assert (place.edits, place.similarity) == (1, pytest.approx(21 / 22)), "the % is a word too"


@pytest.mark.parametrize(
    "quote",
    [
        "Sở Y tế phối hợp",
        "Thanh tra tỉnh kiểm tra việc chấp hành kỷ luật hành chính",
        "người lao động cho 80% kỳ định khỏe sức khám chức tổ tỉnh an Công",
        "một hai ba",
        "?!",
    ],
)
def test_what_says_something_else_stands_nowhere(quote: str) -> None:
    assert found(quote) == []


def test_a_quotation_that_goes_on_beyond_the_text_keeps_to_it() -> None:
    (place,) = found("kinh phí hòa giải ở cơ sở theo phân cấp quản lý")
    assert TEXT[place.start : place.end] == "kinh phí hòa giải ở cơ sở theo phân cấp"
    assert [(d.kind, d.quoted) for d in place.differences] == [("added", "quản lý")]


_SOME = ("sở", "y", "tế", "công", "an", "tỉnh", "khám", "80", "huyện", "hoà")
_WORDS = st.lists(st.sampled_from(_SOME), max_size=40)


@given(_WORDS, st.data())
def test_every_stretch_of_a_text_is_found_exactly(words: list[str], data: st.DataObject) -> None:
    text = " ".join(words)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    # Half of a figure is another figure.
    assume(all(text[max(0, at - 1) : at + 1] != "80" for at in (start, end)))
    quote = text[start:end].strip()
    assert [p for p in found(quote, text) if text[p.start : p.end] == quote] or not quote


@given(_WORDS, _WORDS)
def test_spans_hold_and_the_form_never_hides_a_place(words: list[str], others: list[str]) -> None:
    quote, text = " ".join(words), " ".join([*others, *words])
    dressed = unicodedata.normalize("NFD", quote.upper()).replace(" ", "\n")
    for place in found(nfc(dressed), text):
        assert 0 <= place.start < place.end <= len(text)
        assert 0 <= place.similarity <= 1
    assert not words or found(nfc(dressed), text)


def test_words_left_out_within_leave_it_near_and_are_told() -> None:
    written = (
        "a) 100% các khu công nghệ cao, khu công nghiệp, cụm công nghiệp có tối thiểu 1 trạm 5G."
    )
    quote = Words("100% các khu công nghệ cao có tối thiểu 1 trạm 5G")
    text = Words(written)
    ((_, at), *_) = likely(quote, text)
    found = nearest(quote, text, at)
    assert found is not None and is_near(quote, found)
    (gap,) = [d for d in found.differences if d.kind in SAYING]
    assert (gap.kind, gap.written) == ("missing", "khu công nghiệp, cụm công nghiệp")
    changed = Words("90% các khu công nghệ cao có tối thiểu 1 trạm 5G")
    other = nearest(changed, text, at)
    assert other is not None and not is_near(changed, other)
