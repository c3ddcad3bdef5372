"""Whether a plan has something: its own words must say so."""

from __future__ import annotations

import pytest

from service.answer import silence
from service.answer.asking import ask
from service.query import existence
from service.query.intents import content_words
from tests.service.making import INFO, candidate, passage, question


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Kế hoạch có nhắc đến rác thải y tế không?", ["rac", "thai", "y", "te"]),
        ("co noi gi ve rac thai y te khong", ["rac", "thai", "y", "te"]),
        ("Có kế hoạch nào về điện hạt nhân không?", ["dien", "hat", "nhan"]),
        ("Đã có đội vớt rác hay chưa?", ["doi", "vot", "rac"]),
    ],
)
def test_the_frame_is_no_subject(text, content):
    assert existence.asks(text)
    assert [w for w in content_words(text, "vi") if w not in ("ve", "da")] == content


@pytest.mark.parametrize("text", ["Xã nào không có rác?", "Có bao nhiêu xã?", "Ai vớt rác?"])
def test_other_questions_do_not_ask_whether(text):
    assert not existence.asks(text)


def test_what_is_asked_about_must_be_said():
    asked = question("Có đội kiểm tra liên ngành không?")
    near = candidate(asked, passage("Công an xã kiểm tra các chợ của ngành."))
    there = candidate(asked, passage("Thành lập Đội kiểm tra liên ngành của xã."))
    assert silence.unspoken(asked, INFO, near) == "đội kiểm tra liên ngành"
    assert silence.unspoken(asked, INFO, there) is None


def test_a_plan_has_it_or_has_it_not(index):
    has = ask(index, "Hải Dương có kiểm tra việc thu gom rác thải nhựa tại các chợ không?")
    assert has.found
    lacks = ask(index, "Hải Dương có đội kiểm tra liên ngành về rác không?")
    assert not lacks.found
    assert any("liên ngành" in (a.reason or "") for a in lacks.answers)


def test_a_place_is_never_what_a_passage_lacks(index):
    reply = ask(index, "Ai phóng tàu vũ trụ ở Hải Dương?")
    assert not any("Hải Dương" in (a.reason or "") for a in reply.answers)


def test_who_issued_is_told_from_the_line_that_says_it(index):
    reply = ask(index, "Cơ quan nào ban hành kế hoạch của Đông Hưng?")
    (answer,) = [a for a in reply.answers if a.found]
    assert answer.answer == "Ủy ban nhân dân huyện Đông Hưng"
    assert "Đông Hưng" in answer.citations[0].quote


def test_money_is_told_from_the_clause_that_states_it(index):
    reply = ask(
        index,
        "Cơ quan nào kiểm tra việc thu gom rác thải nhựa tại các chợ, và kinh phí thực hiện kế "
        "hoạch giảm thiểu rác thải nhựa lấy từ nguồn nào?",
        localities=["Hải Dương"],
    )
    assert reply.intents == ("agency", "funding")
    (answer,) = [a for a in reply.answers if a.found]
    assert answer.answer and answer.answer.startswith("Sở Tài nguyên và Môi trường; ")
    assert "sự nghiệp môi trường" in answer.answer
    assert answer.told == ("agency", "funding")
    assert any("sự nghiệp môi trường" in c.quote for c in answer.citations)


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("Kế hoạch nào không đặt chỉ tiêu?", True),
        ("Tinh nao khong bo tri kinh phi?", True),
        ("Which plans do not mention HIV?", True),
        ("Xã nào không ma túy?", False),
        ("Kế hoạch có nhắc đến HIV không?", False),
        ("Which plans mention HIV?", False),
    ],
)
def test_what_plans_lack_is_no_question_a_quotation_answers(text, yes):
    assert existence.denies(text) == yes
