"""Who signed: from the metadata, shown where the name is written."""

from __future__ import annotations

from dataclasses import replace

import pytest

from service.answer import signing
from service.answer.asking import ask
from service.answer.extract import extract
from tests.service.making import INFO, passage, question

SIGNERS = {"hai-duong-2023": "Trần Văn Mẫu", "ca-mau-2024": "Lê Thị Thử", "dong-hung-2022": None}


@pytest.mark.parametrize(
    "text", ["Ai ký kế hoạch này?", "Ai ký kế hoạch?", "ai ky", "who signed the plan?", "Người ký"]
)
def test_every_plan_in_scope_tells_its_signer_where_the_name_stands(index, text: str) -> None:
    reply = ask(index, text)
    assert reply.found_total == 3
    for answer in reply.answers:
        assert answer.answer == index.document(answer.document.id).signer
        assert answer.answer in answer.citations[0].quote
        assert SIGNERS[answer.document.id] in (None, answer.answer)


@pytest.mark.parametrize(
    "text",
    [
        "Bà Lê Thị Thử ký kế hoạch nào?",
        "le thi thu ky ke hoach nao",
        "Kế hoạch nào do Lê Thị Thử ký?",
        "Which plans were signed by Lê Thị Thử?",
        "Which plan did Le Thi Thu sign?",
    ],
)
def test_what_somebody_signed_is_told_by_its_number(index, text: str) -> None:
    found = [a for a in ask(index, text).answers if a.found]
    assert [(a.document.id, a.answer) for a in found] == [
        ("ca-mau-2024", index.document("ca-mau-2024").number)
    ]
    assert "Lê Thị Thử" in found[0].citations[0].quote


@pytest.mark.parametrize(
    "text",
    ["Ông Ngô Không Có ký kế hoạch nào?", "Chủ tịch ký kế hoạch nào?", "Ai ký kế hoạch nào?"],
)
def test_who_signed_nothing_here_is_not_said_to_have(index, text: str) -> None:
    assert not any(signing.is_by(question(text), d) for d in index.documents())


@pytest.mark.parametrize("text", ["Ai ký Kế hoạch 77?", "Ai ký Kế hoạch số 77/KH-UBND?"])
def test_a_number_says_which_plan_is_meant(index, text: str) -> None:
    reply = ask(index, text)
    assert [a.document.id for a in reply.answers if a.found] == ["ca-mau-2024"]
    others = [a for a in reply.answers if not a.found]
    assert others and all(a.outside and "số hiệu của văn bản khác" in a.reason for a in others)


def test_a_subject_must_tell_which_plan_is_meant() -> None:
    assert signing.means(question("Ai ký kế hoạch tiêm phòng bệnh dại?"), INFO) is None


def test_a_year_is_no_number_of_a_plan() -> None:
    assert signing.means(question("Ai ký kế hoạch năm 2023?"), INFO) is True


def test_without_a_signer_nothing_else_is_told_for_one() -> None:
    asked = question("Ai ký kế hoạch này?")
    unsigned = replace(INFO, signer=None)
    assert extract(asked, passage("KẾ HOẠCH", part="front"), unsigned).answer is None


def test_a_name_that_no_clause_holds_is_not_asserted(index) -> None:
    info = index.document("ca-mau-2024")
    assert signing.signature(index, replace(info, signer="Ngô Không Có")) is None
    assert signing.signature(index, replace(info, signer=None)) is None
    held = signing.signature(index, info)
    assert held is not None
    assert held.clause.part == "back"


def test_a_plan_without_a_number_cannot_be_told_by_one() -> None:
    asked = question("Ai ký Kế hoạch 77?")
    unnumbered = replace(INFO, number=None)
    assert signing.means(asked, unnumbered) is False
    assert "Không đọc được số hiệu" in signing.of_another(asked, unnumbered)


def test_a_title_that_says_all_of_the_subject_tells_which_plan_is_meant() -> None:
    assert signing.means(question("Ai ký kế hoạch rác thải nhựa Hải Dương?"), INFO) is True
    assert signing.means(question("Ai ký kế hoạch 1245 rác thải nhựa?"), INFO) is True
    assert signing.means(question("Ai ký kế hoạch 77 rác thải nhựa?"), INFO) is None
    assert signing.means(question("Ai ký kế hoạch rác thải y tế?"), INFO) is None


@pytest.mark.parametrize("typed", ["0130/KH-UBND", "130/KH-UBND", "00130/kh-ubnd"])
@pytest.mark.parametrize("held", ["0130/KH-UBND", "130/KH-UBND"])
def test_a_number_is_the_same_with_and_without_zeros_before_it(typed, held) -> None:
    assert signing.means(question(f"Ai ký Kế hoạch {typed}?"), replace(INFO, number=held)) is True


def test_the_day_asked_for_too_is_told_from_the_header(index) -> None:
    (told,) = (a for a in ask(index, "Kế hoạch của Hải Dương ai ký, ngày nào?").answers if a.found)
    assert told.answer == f"{SIGNERS['hai-duong-2023']}; 12 tháng 5 năm 2023"
    assert "ngày 12 tháng 5 năm 2023" in told.citations[1].quote


def test_a_plan_called_by_the_number_it_amends_may_be_meant():
    asked = question("Ai ký kế hoạch sửa đổi Kế hoạch số 35/KH-UBND?")
    assert signing.means(asked, replace(INFO, number="35/KH-UBND")) is True
    assert signing.means(asked, replace(INFO, number="7/KH-UBND")) is False
    title = "Kế hoạch sửa đổi Kế hoạch số 35/KH-UBND"
    assert signing.means(asked, replace(INFO, number="7/KH-UBND", title=title)) is None
