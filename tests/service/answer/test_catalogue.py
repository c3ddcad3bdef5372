"""Plans asked for by where they are and what they are on, told by number and title."""

from __future__ import annotations

import re

import pytest

from service.answer import catalogue, theme
from service.answer.asking import ask
from service.query.scope import Sent
from service.query.understanding import understood
from tests.service.making import question

HAI_DUONG, CA_MAU, DONG_HUNG = "hai-duong-2023", "ca-mau-2024", "dong-hung-2022"


def _named(index, text: str) -> set[str]:
    return {a.document.id for a in ask(index, text).answers if a.found}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Kho này có bao nhiêu kế hoạch?", {HAI_DUONG, CA_MAU, DONG_HUNG}),
        ("How many plans are there?", {HAI_DUONG, CA_MAU, DONG_HUNG}),
        ("Cà Mau có mấy kế hoạch?", {CA_MAU}),
        ("Liệt kê các kế hoạch năm 2022", {DONG_HUNG}),
        ("danh sach ke hoach cua Ca Mau", {CA_MAU}),
        ("Những kế hoạch nào về rác thải nhựa?", {HAI_DUONG, CA_MAU}),
        ("Kế hoạch nào nói về bệnh dại?", {DONG_HUNG}),
        ("Which plans are about plastic waste?", {HAI_DUONG, CA_MAU}),
        ("Please list plans on rabies", {DONG_HUNG}),
    ],
)
def test_the_plans_meant_are_told_and_no_others(index, text: str, meant: set[str]) -> None:
    assert _named(index, text) == meant


@pytest.mark.parametrize(
    ("text", "no"),
    [
        ("Những kế hoạch nào về rác thải nhựa?", {DONG_HUNG}),
        ("Kế hoạch nào nói về bệnh dại?", {HAI_DUONG, CA_MAU}),
        ("Ke hoach nao ve tiem phong cho?", {HAI_DUONG, CA_MAU}),
        ("Which plans are about plastic waste?", {DONG_HUNG}),
        ("Which plans are about rabies?", {HAI_DUONG, CA_MAU}),
        ("Kế hoạch nào về tàu vũ trụ?", {HAI_DUONG, CA_MAU, DONG_HUNG}),
    ],
)
def test_looking_at_all_titles_at_once_loses_none_that_says_it(index, text, no) -> None:
    infos = index.documents()
    asked = understood(index, text, Sent(None, None, None, None)).question
    notions = theme.asked(asked, re.compile("(?!)"))
    for some in (notions, *([notion] for notion in notions)):
        may = {info.id for info in theme.may_say(index, asked, some, infos)}
        say = {i.id for i in infos if not {*some} & {*theme.beyond(asked, i, re.compile("(?!)"))}}
        assert say <= may
    assert not no & {info.id for info in theme.may_say(index, asked, notions, infos)}


def test_a_plan_is_told_by_number_and_title_where_the_title_stands(index) -> None:
    (answer,) = (a for a in ask(index, "Cà Mau có những kế hoạch nào?").answers if a.found)
    info = index.document(CA_MAU)
    assert answer.answer == f"{info.number} – {info.title}"
    assert "Quản lý rác thải nhựa trong ngành thủy sản" in answer.citations[0].quote


def test_what_is_related_to_a_thing_may_have_but_a_chapter_on_it(index) -> None:
    on = "kinh phí thực hiện"
    told = "1245/KH-UBND – Kế hoạch giảm thiểu rác thải nhựa trên địa bàn tỉnh năm 2023"
    assert told not in {a.answer for a in ask(index, f"Kế hoạch nào nói về {on}?").answers}
    (answer,) = (a for a in ask(index, f"Kế hoạch nào liên quan đến {on}?").answers if a.found)
    assert answer.answer == told
    assert any("KINH PHÍ" in heading for heading in answer.citations[0].headings)


def test_how_many_there_are_is_counted(index) -> None:
    reply = ask(index, "Có bao nhiêu kế hoạch về rác thải nhựa?", limit=1)
    assert (len(reply.answers), reply.found_total) == (1, 2)
    assert reply.next


@pytest.mark.parametrize("text", ["Kế hoạch nào về Đảng?", "Những kế hoạch nào về đá?"])
def test_a_subject_that_reads_like_grammar_without_marks_is_one(index, text: str) -> None:
    named = {f"{d.number} – {d.title}" for d in index.documents()}
    assert not named & {a.answer for a in ask(index, text).answers}


def test_where_no_title_says_it_clauses_answer_as_ever(index) -> None:
    reply = ask(index, "Kế hoạch nào về hội phụ nữ?")
    assert all(a.answer != f"{a.document.number} – {a.document.title}" for a in reply.answers)


@pytest.mark.parametrize(
    "text",
    [
        "Kế hoạch nào có chỉ tiêu trên 90%?",
        "Những kế hoạch nào dựa trên Quyết định 1316/QĐ-TTg?",
        "Liệt kê chỉ tiêu trong kế hoạch",
        "Kế hoạch nào do Lê Thị Thử ký?",
        "Which plans mention schools?",
        "Sở Y tế xây dựng kế hoạch gì?",
        "Mỗi xã có bao nhiêu kế hoạch?",
        "Những kế hoạch nào không về rác thải nhựa?",
        "How many plans do not mention waste?",
        "List the plans' targets",
    ],
)
def test_what_stands_in_plans_is_asked_of_their_clauses(text: str) -> None:
    assert not catalogue.asks(question(text))
