"""What stands under one heading, told whole, where a question asks what something consists of."""

from __future__ import annotations

import pytest

from service.answer import contents
from service.answer.extract import extract
from tests.service.making import INFO, passage, question

TEAM = ("III. TỔ CHỨC", "1. Đoàn kiểm tra chợ", "- Thành lập Đoàn kiểm tra chợ gồm:")
SLOGANS = ("IV. KHẨU HIỆU TUYÊN TRUYỀN",)
RULES = ("V. KHEN THƯỞNG", "1. Đối tượng, nguyên tắc khen thưởng", "b) Nguyên tắc khen thưởng:")
GUESTS = ("II. THÀNH PHẦN HỘI NGHỊ", "2. Khách mời:")
PLAN = (
    passage("Chủ tịch chủ trì hội nghị gồm:", context=GUESTS[:1], path="II.p1", row=0),
    passage("- Các trưởng thôn.", context=(GUESTS[0], "1. Đại biểu:"), path="II.1.-1", row=1),
    passage("- Bí thư chi bộ.", context=(GUESTS[0], "1. Đại biểu:"), path="II.1.-2", row=2),
    passage("- Đại diện Công an xã.", context=GUESTS, path="II.2.-1", row=3),
    passage("- Chủ tịch quyết định lập đoàn.", context=TEAM[:2], path="III.1.-1", row=4),
    passage("+ Trưởng đoàn: Phó Chủ tịch xã.", context=TEAM, path="III.1.-2.-1", row=5),
    passage("+ Thành viên: Công an xã.", context=TEAM, path="III.1.-2.-2", row=6),
    passage("1. Sạch nhà, sạch ngõ!", context=SLOGANS, path="IV.1", row=7),
    passage("2. Nói không với túi ni lông!", context=SLOGANS, path="IV.2", row=8),
    passage("Trên đây là Kế hoạch.", context=SLOGANS, path="IV.closing", row=9, kind="closing"),
    passage("- Đúng người, đúng việc.", context=RULES, path="V.1.b.-1", row=10),
    passage("- Không khen hai lần.", context=RULES, path="V.1.b.-2", row=11),
    passage("a) Tập thể.", context=(*RULES[:2], "a) Đối tượng:"), path="V.1.a.-1", row=12),
)


def rows(asked: str) -> list[int]:
    meant = question(asked)
    assert contents.asks(meant)
    return [p.row for p in contents.items(meant, INFO, PLAN)]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("Đoàn kiểm tra chợ gồm những ai?", [5, 6]),
        ("Thành phần đoàn kiểm tra chợ là những ai?", [5, 6]),
        ("Các khẩu hiệu tuyên truyền là gì?", [7, 8]),
        ("Khẩu hiệu tuyên truyền gồm những gì?", [7, 8]),
        ("Liệt kê các khẩu hiệu tuyên truyền", [7, 8]),
        ("các khẩu hiệu tuyên truyền", [7, 8]),
        ("What are the slogans?", [7, 8]),
        ("Có những nguyên tắc khen thưởng nào?", [10, 11]),  # not who is rewarded
        ("Thành phần hội nghị gồm những ai?", [1, 2, 3]),  # guests too, and not the line above
    ],
)
def test_all_of_a_list_is_told_and_nothing_else(asked, told):
    assert rows(asked) == told


@pytest.mark.parametrize(
    "asked",
    [
        "Đoàn thanh tra thuế gồm những ai?",  # of another team
        "Các khẩu hiệu về an toàn giao thông là gì?",
        "Ban chỉ đạo gồm những ai?",
    ],
)
def test_a_list_of_something_else_is_not_told(asked):
    assert rows(asked) == []


def test_two_lists_that_may_be_meant_are_none():
    other = tuple(
        passage(f"{n}. Khẩu hiệu số {n}.", context=("VI. KHẨU HIỆU TUYÊN TRUYỀN",), row=20 + n)
        for n in (1, 2)
    )
    asked = question("Các khẩu hiệu tuyên truyền là gì?")
    assert contents.items(asked, INFO, PLAN)
    assert contents.items(asked, INFO, (*PLAN, *other)) == []


@pytest.mark.parametrize(
    "asked",
    [
        "Ai lập đoàn kiểm tra?",
        "Danh sách cử tri được niêm yết ở đâu?",
        "Đoàn kiểm tra gồm bao nhiêu người, khi nào xong?",
        "Những cơ quan nào phối hợp thu gom rác?",
        "Which body sets up the team?",
    ],
)
def test_other_questions_ask_for_no_list(asked):
    assert not contents.asks(question(asked))


def test_who_sets_up_a_team_is_none_of_it():
    asked = question("Đoàn kiểm tra chợ gồm những ai?")
    assert (
        extract(asked, passage("Sở Y tế chủ trì thành lập đoàn kiểm tra chợ."), INFO).answer is None
    )
    told = "Đoàn kiểm tra chợ gồm Phó Chủ tịch xã và Công an xã."
    assert extract(asked, passage(told), INFO).answer == told


def test_of_a_long_item_its_first_sentences_are_told():
    long = "- " + "Giữ gìn vệ sinh nơi ở. " * 40
    said = contents.said(passage(long))
    assert said.startswith("Giữ gìn vệ sinh nơi ở") and len(said) < len(long)


@pytest.mark.parametrize("asked", ["Ai được biểu quyết?", "Who may vote?"])
def test_who_may_do_something_is_told_by_the_sentence(asked):
    text = "Chỉ các đại biểu có mặt mới được quyền biểu quyết."
    assert extract(question(asked), passage(text), INFO).answer == text
    given = question("Ai được giao biểu quyết?")
    assert extract(given, passage(text), INFO).answer is None


def test_people_named_one_by_one_are_a_team_whatever_stands_above_them():
    duties = ("4. Phân công nhiệm vụ",)
    plan = (
        passage("4.1. Ông Lê Văn Mơ - Trưởng đoàn kiểm tra: Chỉ đạo.", context=duties, row=1),
        passage("4.2. Bà Trần Thị Mận - Thành viên: Ghi biên bản.", context=duties, row=2),
    )
    asked = question("Đoàn kiểm tra rác thải nhựa gồm những ai?")
    assert contents.items(asked, INFO, plan) == [*plan]
    other = question("Đoàn thanh tra thuế gồm những ai?")
    assert contents.items(other, INFO, plan) == []
