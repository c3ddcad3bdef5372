"""A text without a hint states nothing of its kind, whatever is asked."""

import pytest

from service.query.question import understand
from service.retrieve import hints, stating, times

WHEN = [
    "Khi nào xong việc này?",
    "Luật có hiệu lực từ khi nào?",
    "Bao lâu báo cáo một lần?",
    "Làm trong bao lâu?",
    "Năm nào đạt chỉ tiêu?",
]


@pytest.fixture
def unhinted(index):
    """Passages of all plans that are no rows of a table, without a hint of this kind."""

    def chosen(hint):
        found = index.passages(range(index.size())).values()
        said = [p for p in found if p.clause.kind != "row"]
        kept = [p for p in said if not hint(p.text)]
        assert 0 < len(kept) < len(said)
        return kept

    return chosen


def test_without_a_hint_no_time_is_told(index, unhinted):
    asked = [understand(text, index.accents, []) for text in WHEN]
    for passage in unhinted(hints.of_time):
        assert not times.times_of(passage)
        assert all(times.told(q, passage) == (0.0, 0.0) for q in asked)


def test_without_a_hint_no_amount_is_told(index, unhinted):
    asked = understand("Tổng kinh phí là bao nhiêu tiền?", index.accents, [])
    for passage in unhinted(hints.of_amount):
        assert not stating.states(asked, passage, index.document(passage.document), True)
        assert all(f.amount is None for f in passage.clause.facts.funding)


@pytest.mark.parametrize(
    "text",
    [
        "trước ngày 15/6",
        "Quý IV hằng năm",
        "giai đoạn 2026 – 2030",
        "Trong 24-48 giờ sau khi nước rút",
        "tối đa 15 (mười lăm) ngày",
        "đến khi hoàn thành",
        "Thời gian thực hiện: cả năm",
        "Thường xuyên.",
        "có hiệu lực kể từ ngày ký",
    ],
)
def test_times_have_a_hint(text):
    assert hints.of_time(text)


@pytest.mark.parametrize(
    "text", ["1,5 tỷ đồng", "500.000đồng", "tổng 1.500.000.000", "5 Triệu đồng"]
)
def test_amounts_have_a_hint(text):
    assert hints.of_amount(text)


def test_other_figures_have_none():
    assert not hints.of_time("Trồng 1.500 cây, đạt 95%; tuyên truyền cho 22 xã")
    assert not hints.of_amount("Trồng 1.500 cây năm 2025")
