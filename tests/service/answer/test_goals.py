"""What a plan aims at, all of it, where a question asks for targets as such."""

from __future__ import annotations

from dataclasses import replace

import pytest

from indexer.documents import DocumentInfo
from indexer.index import Passage
from service.answer import goals
from service.answer.extract import extract
from tests.service.making import INFO, passage, question, target

MARKETS = "1. Ít nhất 85% rác thải nhựa phát sinh tại các chợ được thu gom."
SHOPS = "2. 60% siêu thị không phát túi ni lông miễn phí."
SEAS = "3. Giữ sạch các bãi biển."
AIM = "Giảm rác thải nhựa ở mọi nơi."
TASK = "1. Mở 05 lớp tập huấn."
GENERAL, TARGETS = ("II. MỤC TIÊU", "1. Mục tiêu chung"), ("II. MỤC TIÊU", "2. Chỉ tiêu cụ thể")
PLAN = (
    passage(AIM, context=GENERAL, path="II.1.p1", row=0),
    passage(MARKETS, target(MARKETS, "Ít nhất 85%"), context=TARGETS, path="II.2.1", row=1),
    passage(SHOPS, target(SHOPS, "60%"), context=TARGETS, path="II.2.2", row=2),
    passage(SEAS, context=TARGETS, path="II.2.3", row=3),
    passage(TASK, target(TASK, "05 lớp", "lớp"), context=("III. NHIỆM VỤ",), path="III.1", row=4),
)


def told(asked: str, plan: tuple[Passage, ...] = PLAN, info: DocumentInfo = INFO) -> list[str]:
    wanted = question(asked)
    return [p.text for p in goals.items(wanted, info, plan)] if goals.asks(wanted) else []


@pytest.mark.parametrize(
    "asked",
    [
        "Chỉ tiêu của kế hoạch giảm thiểu rác thải nhựa là gì?",
        "chi tieu rac thai nhua Hai Duong",
        "Kế hoạch giảm thiểu rác thải nhựa đặt ra những chỉ tiêu nào?",
        "Xin cho biết chỉ tiêu trong kế hoạch của UBND tỉnh Hải Dương về rác thải nhựa?",
        "What are the targets of the plan?",
    ],
)
def test_all_targets_are_told_in_the_order_of_the_plan(asked: str) -> None:
    assert told(asked) == [MARKETS, SHOPS, SEAS]


def test_goals_are_told_with_those_that_state_no_figure() -> None:
    assert told("Mục tiêu của kế hoạch là gì?") == [AIM, MARKETS, SHOPS, SEAS]


def test_a_heading_that_says_what_else_is_asked_narrows_them() -> None:
    assert told("Mục tiêu chung của kế hoạch là gì?") == [AIM]


def test_goals_of_the_whole_are_not_targets_where_no_heading_calls_any_so() -> None:
    plan = tuple(p for p in PLAN if p.text != AIM)
    assert told("Mục tiêu tổng quát của kế hoạch là gì?", plan) == [SEAS]
    assert told("Mục tiêu tổng quát của kế hoạch là gì?", plan[:2]) == []


def test_targets_beside_one_that_say_all_that_is_asked_are_told_with_it() -> None:
    both = "4. 70% rác thải nhựa tại siêu thị được thu gom."
    more = passage(both, target(both, "70%"), context=TARGETS, path="II.2.4", row=5)
    asked = question("Chỉ tiêu siêu thị của Hải Dương là gì?")
    [shops] = [p for p in PLAN if p.text == SHOPS]
    assert goals.alike(asked, INFO, shops, (*PLAN, more)) == [shops, more]
    [markets] = [p for p in PLAN if p.text == MARKETS]
    assert goals.alike(asked, INFO, markets, (*PLAN, more)) == []
    assert goals.alike(question("Chỉ tiêu của kế hoạch?"), INFO, shops, PLAN) == []


def test_how_often_something_is_measured_is_no_target_of_the_plan() -> None:
    text = "- Thông số (chỉ tiêu) đo trong nước: pH, DO; tần suất: 02 đợt/tháng."
    measured = passage(text, target(text, "02 đợt", "đợt"))
    assert extract(question("Chỉ tiêu của kế hoạch là gì?"), measured, INFO).answer is None
    assert extract(question("Chỉ tiêu đo trong nước là gì?"), measured, INFO).answer
    [markets] = [p for p in PLAN if p.text == MARKETS]
    assert extract(question("Chỉ tiêu của kế hoạch là gì?"), markets, INFO).answer


@pytest.mark.parametrize(
    "asked",
    [
        "Chỉ tiêu thu gom rác tại chợ là bao nhiêu?",
        "Chỉ tiêu siêu thị không phát túi ni lông?",  # one of them, told by ranking
        "Chỉ tiêu tiêm phòng chó mèo là gì?",  # another plan's theme
        "Kế hoạch có chỉ tiêu nào không?",
        "Hướng dẫn chi tiêu của kế hoạch là gì?",  # what is spent
        "Ai chịu trách nhiệm các chỉ tiêu?",
        "Chương trình mục tiêu quốc gia là gì?",
        "Vì sao đặt các chỉ tiêu này?",
    ],
)
def test_a_question_for_anything_else_is_left_alone(asked: str) -> None:
    assert told(asked) == []


def test_a_plan_may_be_meant_by_its_title_or_a_heading() -> None:
    """No other is read: neither it nor a goal of it says what is asked."""
    headings = ("II. MỤC TIÊU", "1. Tiêm phòng cho vật nuôi")
    fowl = question("Chỉ tiêu tiêm phòng vật nuôi là gì?")
    assert goals.concern(fowl, INFO, headings) and not goals.concern(fowl, INFO, headings[:1])
    assert goals.concern(question("Các chỉ tiêu giảm rác thải nhựa đến năm 2030?"), INFO, ())


def test_a_year_chooses_among_them() -> None:
    by = (("II. MỤC TIÊU", "1. Đến năm 2025"), ("II. MỤC TIÊU", "2. Đến năm 2030"))
    plan = tuple(
        passage(text, context=context, path=f"II.{n}.1", row=n)
        for n, (text, context) in enumerate(zip((MARKETS, SHOPS), by, strict=True))
    )
    assert told("Mục tiêu đến năm 2030 của kế hoạch?", plan) == [SHOPS]
    assert told("Mục tiêu đến năm 2040 của kế hoạch?", plan) == []


def test_a_year_of_the_title_hides_no_goal_without_a_year() -> None:
    """Where some goals tell a year, those that tell none belong to the plan's own year."""
    dated = replace(PLAN[1], context=("II. MỤC TIÊU", "1. Mục tiêu năm 2023"))
    assert told("Mục tiêu năm 2023 của kế hoạch?", (PLAN[0], dated)) == [AIM, MARKETS]


def test_under_a_heading_on_tasks_too_only_figures_are_targets() -> None:
    mixed = ("II. CHỈ TIÊU, NHIỆM VỤ",)
    assert told("Chỉ tiêu?", tuple(replace(p, context=mixed) for p in PLAN[1:4])) == [
        MARKETS,
        SHOPS,
    ]


def test_what_states_no_figure_is_a_target_right_below_that_heading_only() -> None:
    below = (*TARGETS, "a) Định hướng thị trường")
    assert told("Các chỉ tiêu?", (PLAN[1], replace(PLAN[3], context=below))) == [MARKETS]


def test_targets_of_an_appendix_are_told_where_the_plan_itself_has_none() -> None:
    listed = replace(PLAN[1], clause=replace(PLAN[1].clause, part="appendix", path="PL1.r1"))
    assert told("Các chỉ tiêu của kế hoạch?", (PLAN[4], listed)) == [MARKETS]
    assert told("Các chỉ tiêu của kế hoạch?", (PLAN[2], listed)) == [SHOPS]


def test_words_that_announce_targets_stand_for_a_heading() -> None:
    def numbered(asked: str, announced: str) -> list[str]:
        context = ("III. NỘI DUNG THI ĐUA",)
        texts = (announced, MARKETS, SHOPS)
        facts = ((), (target(MARKETS, "Ít nhất 85%"),), (target(SHOPS, "60%"),))
        flat = [
            passage(t, *f, context=context, path=f"III.{n}", row=n)
            for n, (t, f) in enumerate(zip(texts, facts, strict=True))
        ]
        plan = tuple(replace(p, clause=replace(p.clause, parent="III")) for p in flat)
        other = replace(plan[2], row=9, clause=replace(plan[2].clause, parent="IV", path="IV.1"))
        return told(asked, (*plan, other))

    assert numbered("Các chỉ tiêu?", "Cụ thể hóa bằng các chỉ tiêu như sau:") == [MARKETS, SHOPS]
    assert numbered("Các chỉ tiêu?", "Hiện nay đã đạt các chỉ tiêu như sau:") == []
    assert numbered("Các chỉ tiêu?", "Phân công như sau:") == []


def test_when_a_plan_is_carried_out_is_no_goal() -> None:
    when = passage("3. Thời gian thực hiện: 2026 - 2030.", context=GENERAL, path="II.3", row=9)
    assert told("Mục tiêu của kế hoạch?", (PLAN[0], when)) == [AIM]


def test_how_things_stand_is_no_goal() -> None:
    stand = passage("Hiện nay, cả tỉnh có 12 chợ.", context=GENERAL, path="II.1.p2", row=9)
    assert told("Mục tiêu của kế hoạch?", (PLAN[0], stand)) == [AIM]


@pytest.mark.parametrize(
    "text",
    [
        "- Hình thành ít nhất 02 vùng nuôi thủy sản sạch.",  # "vùng nuôi" is no known unit
        "- Điều chỉnh quy hoạch cho toàn bộ các cụm công nghiệp.",
    ],
)
def test_what_counts_something_is_a_target_though_its_unit_is_not_known(text: str) -> None:
    plan = (PLAN[1], passage(text, context=GENERAL, path="II.1.p2", row=9))
    assert told("Các chỉ tiêu của kế hoạch?", plan) == [MARKETS, text]


def test_an_age_or_a_time_counts_nothing() -> None:
    text = "- Chăm lo cho trẻ em trên 10 tuổi, ít nhất 02 năm liền."
    plan = (PLAN[1], passage(text, context=GENERAL, path="II.1.p2", row=9))
    assert told("Các chỉ tiêu của kế hoạch?", plan) == [MARKETS]


def test_of_a_title_in_two_parts_the_headings_choose_the_goals_of_one() -> None:
    info = replace(INFO, title="Kế hoạch phát triển kinh tế số và xã hội số năm 2023")
    parts = (("II. MỤC TIÊU", "1. Kinh tế số"), ("II. MỤC TIÊU", "2. Xã hội số"))
    plan = tuple(replace(p, context=c) for p, c in zip(PLAN[1:3], parts, strict=True))
    assert told("Mục tiêu xã hội số của kế hoạch?", plan, info) == [SHOPS]
    assert told("Mục tiêu kinh tế số, xã hội số của kế hoạch?", plan, info) == [MARKETS, SHOPS]


def test_a_heading_that_repeats_the_theme_hides_no_goal_below_others() -> None:
    above = (("II. MỤC TIÊU", "1. Giảm thiểu rác thải nhựa"), ("II. MỤC TIÊU", "2. Nhận thức"))
    plan = tuple(replace(p, context=c) for p, c in zip(PLAN[1:3], above, strict=True))
    assert told("Mục tiêu giảm thiểu rác thải nhựa?", plan) == [MARKETS, SHOPS]


def test_a_goal_is_told_whole_with_all_its_figures() -> None:
    text = (
        "- Phấn đấu 100% các tuyến đường chính được quét dọn hằng ngày, 80% số ngõ được giữ sạch;"
        " ít nhất 50 chợ có nơi thu gom, trong đó 20 chợ có thùng rác phân loại theo quy định"
    )
    found = passage(f"{text}.", target(text, "100%"), target(text, "20 chợ", "chợ"))
    assert goals.said(found) == text.removeprefix("- ")
    assert goals.said(passage(SHOPS)) == "60% siêu thị không phát túi ni lông miễn phí"


def test_of_a_goal_longer_than_an_answer_whole_sentences_are_told() -> None:
    first = f"- Tỷ lệ hộ {'phân loại rác tại nguồn ' * 9}đạt 80%"
    text = f"{first}. {'Giữ sạch ngõ xóm ' * 20}"
    assert goals.said(passage(text, target(text, "đạt 80%"))) == f"{first.removeprefix('- ')}…"


def test_a_goal_in_one_long_sentence_is_told_at_least_to_its_figure() -> None:
    text = f"- Tỷ lệ hộ {'phân loại rác tại nguồn ' * 18}đạt 80% {'và giữ sạch ' * 9}"
    assert goals.said(passage(text, target(text, "đạt 80%"))).endswith("đạt 80%…")
