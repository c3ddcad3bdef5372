"""Things that bear a number are told apart by it."""

from __future__ import annotations

import pytest

from service.answer import silence
from service.answer.answering import labelled
from service.query.labels import bears, label_in
from tests.service.making import INFO, candidate, passage, question


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Tiến độ tuyến đường sắt đô thị số 5 ra sao?", "số 5"),
        ("Bão số 13 làm sập bao nhiêu nhà?", "số 13"),
        ("mẫu số 02 nộp ở đâu", "số 02"),
        ("What is the progress of metro line 5?", "line 5"),
        ("How many houses did storm No. 13 destroy?", "No. 13"),
    ],
)
def test_a_thing_is_called_by_its_number(text: str, label: str) -> None:
    assert label_in(text) == label


@pytest.mark.parametrize(
    "text",
    [
        "Kế hoạch số 5 do ai ký?",
        "Văn bản số 96 của tỉnh có gì?",
        "Quyết định của tỉnh số 12 còn hiệu lực không?",
        "Tổng số 5 xã là những xã nào?",
        "Dân số 5 triệu người",
        "Cần nộp hồ sơ 02 bản?",
        "Bộ chỉ số 766 tính thế nào?",
        "Số 12/KH-UBND",
        "Who signed plan number 24?",
        "Bắc Ninh's ruling no. 83",
    ],
)
def test_documents_and_counts_are_no_such_things(text: str) -> None:
    assert label_in(text) is None


@pytest.mark.parametrize(
    ("text", "yes"),
    [("bão số 13", True), ("cơn bão 013", True), ("bão số 130", False), ("bão số 3", False)],
)
def test_a_text_bears_a_number_of_its_own(text: str, yes: bool) -> None:
    assert bears("số 13", ("Khắc phục hậu quả", text)) is yes


ASKED = question("Sau bão số 13 thì thu gom rác thế nào?")
OF_12 = candidate(ASKED, passage("Thu gom rác thải sau bão số 12.", row=1))
OF_13 = candidate(ASKED, passage("Thu gom rác thải sau bão số 13.", row=2))


def test_what_bears_the_number_comes_first_and_nothing_else_answers() -> None:
    assert labelled(ASKED, INFO, [OF_12, OF_13]) == [OF_13]
    assert labelled(ASKED, INFO, [OF_12]) == [OF_12]
    reason = silence.reason(ASKED, INFO, [OF_12], OF_12, 0.0)
    assert reason and "số 13" in reason
    assert silence.reason(ASKED, INFO, [OF_13], OF_13, 0.0) is None


def test_without_a_number_every_clause_may_answer() -> None:
    asked = question("Sau bão thì thu gom rác thế nào?")
    assert labelled(asked, INFO, [OF_12, OF_13]) == [OF_12, OF_13]
