"""Which clauses of two plans are counterparts."""

from __future__ import annotations

import numpy as np

from service.comparing import titles
from service.comparing.alignment import align, chain
from service.comparing.likeness import Vocabulary, likeness
from tests.service.comparing.trees import told


def linked(a, b) -> set[tuple[str, str]]:
    none = tuple(np.zeros((len(side), 4), dtype=np.float32) for side in (a, b))
    titled = titles.same(a, b)
    like = likeness(a, b, none, Vocabulary.of([u.terms for u in (*a, *b)]), titled)
    return {(a[link.a].path, b[link.b].path) for link in align(a, b, like)}


def test_the_chain_keeps_order_and_takes_the_heaviest():
    alike = np.array([[0.0, 0.9, 0.0], [0.6, 0.0, 0.0], [0.0, 0.0, 0.7]])
    assert chain(alike, 0.5) == [(0, 1), (2, 2)]
    assert chain(alike, 0.8) == [(0, 1)]
    assert chain(np.zeros((0, 3)), 0.5) == []


def test_a_sentence_that_another_plan_makes_a_heading_is_its_counterpart():
    sentence = "Khảo sát đất trống quanh trường để mở rộng vườn ươm của học sinh"
    a = told("a", {"I": "NHIỆM VỤ", "I.1": sentence, "I.2": "Mua dụng cụ làm vườn"}, "I")
    b = told(
        "b",
        {
            "I": "NHIỆM VỤ",
            "I.1": sentence,
            "I.1.a": "Đo đạc từng thửa ruộng bậc thang",
            "I.1.b": "Lập hồ sơ giao cho ban giám hiệu",
        },
        *("I", "I.1"),
    )
    assert linked(a, b) == {("I", "I"), ("I.1", "I.1")}
    assert linked(b, a) == {("I", "I"), ("I.1", "I.1")}


def test_one_clause_against_several_beside_each_other():
    first = "Tăng 3% số vườn trường được chăm sóc quanh năm"
    second = "kiểm tra 20% số giếng khoan tưới cây ở vùng cao"
    a = told("a", {"I": "CHỈ TIÊU", "I.1": f"{first}; {second}", "I.2": "Mở chợ hoa xuân"}, "I")
    b = told("b", {"I": "CHỈ TIÊU", "I.1": first, "I.2": second, "I.3": "Thi cắm hoa"}, "I")
    assert linked(a, b) == {("I", "I"), ("I.1", "I.1"), ("I.1", "I.2")}


def test_targets_of_which_one_clause_says_all_are_its_counterparts():
    many = (
        "100% đơn thư được tiếp nhận và trả lời; tăng 3% số vụ việc được hòa giải ở cơ sở; "
        "kiểm tra ít nhất 20% số cơ sở kinh doanh dịch vụ lưu trú trên địa bàn"
    )
    other = "Mua thêm xe đạp công cộng cho khu phố cổ"
    a = told("a", {"I": "CHỈ TIÊU", "I.1": many, "I.2": other}, "I")
    b = told(
        "b",
        {
            "I": "CHỈ TIÊU",
            "I.1": "100% đơn thư được tiếp nhận và trả lời",
            "I.2": "Kiểm tra ít nhất 20% số cơ sở kinh doanh dịch vụ lưu trú trên địa bàn",
            "I.3": "Trồng mới mười nghìn cây phượng vĩ dọc các tuyến phố mới mở",
        },
        "I",
    )
    assert linked(a, b) == {("I", "I"), ("I.1", "I.1"), ("I.1", "I.2")}


def test_a_heading_stands_aside_for_the_task_below_it():
    duty = "Trồng cây xanh sân trường, tưới cây hằng ngày và rào cây mới trồng"
    other = "Lập quỹ khuyến học mới"
    a = told("a", {"V": "TỔ CHỨC", "V.1": duty, "V.2": "Dọn kênh mương"}, "V")
    b = told("b", {"V": "TỔ CHỨC", "V.1": duty, "V.1.a": duty, "V.1.b": other}, "V", "V.1")
    assert linked(a, b) == {("V", "V"), ("V.1", "V.1.a"), ("V.1", "V.1")}
