"""What of clauses is compared, on plans read as any other: who has to act, times, titles."""

from __future__ import annotations

import pytest

from service.comparing import titles
from service.comparing.differing import differences
from service.comparing.stated import dates
from service.comparing.units import BODY, Unit, units
from tests.indexer import papers

_HEAD = (
    "ỦY BAN NHÂN DÂN\n\nTỈNH LÀO CAI\n\nKẾ HOẠCH\n\nTrồng cây xanh trong trường học\n\n"
    "Ủy ban nhân dân tỉnh ban hành Kế hoạch trồng cây xanh như sau:\n\n"
)


def read(folder, name: str, body: str) -> dict[str, Unit]:
    """The units of a plan by path."""
    where = folder / name
    where.mkdir()
    made = papers.document(where, _HEAD + body)
    told = units(name, made.text, [c for c in made.clauses if c.part in BODY])
    return {unit.path: unit for unit in told}


def kinds(one: Unit, two: Unit, **more) -> dict[str, list[tuple[str, ...]]]:
    found = differences({one.document: [one], two.document: [two]}, {}, **more)
    return {d.kind: [s.all for s in d.said] for d in found}


DUTIES = "I. MỤC TIÊU\n\nTrồng cây xanh.\n\nII. TỔ CHỨC THỰC HIỆN\n\n"


def test_a_heading_that_charges_a_body_charges_it_with_all_below(tmp_path):
    one = read(
        tmp_path,
        "a",
        f"{DUTIES}1. Nội dung Sở Nội vụ có trách nhiệm chủ trì\n\n"
        "a) Tuyên truyền về cây xanh trong các trường học.\n\nb) Lập danh sách các trường.\n\n"
        "2. Đề nghị: Hội Nông dân tỉnh, Liên minh Hợp tác xã tỉnh\n\n"
        "a) Vận động hội viên trồng cây.\n\nb) Chăm sóc cây đã trồng.\n",
    )
    assert [a.as_written for a in one["II.1.a"].responsible] == ["Sở Nội vụ"]
    assert [a.name for a in one["II.2.b"].responsible][0] == "Hội Nông dân tỉnh"


def test_whom_a_clause_names_without_charging_it_is_no_difference(tmp_path):
    one = read(tmp_path, "a", f"{DUTIES}1. Sở Nội vụ: Chủ trì lập danh sách.\n\n2. Sở Y tế: Góp ý.")
    two = read(
        tmp_path,
        "b",
        f"{DUTIES}1. Danh sách lập xong gửi Sở Nội vụ trong năm.\n\n2. Lập danh sách trong năm.",
    )
    assert "agency" not in kinds(one["II.1"], two["II.1"])
    assert kinds(one["II.1"], two["II.2"])["agency"] == [("Sở Nội vụ",), ()]


def test_everybody_is_one_body_and_a_city_s_is_a_province_s(tmp_path):
    one = read(
        tmp_path,
        "a",
        f"{DUTIES}1. Các cơ quan, đơn vị, địa phương thuộc tỉnh: Chủ trì trồng cây.\n\n"
        "2. Công an tỉnh: Chủ trì kiểm tra.",
    )
    two = read(
        tmp_path,
        "b",
        f"{DUTIES}1. Các sở, ban, ngành: Chủ trì trồng cây.\n\n"
        "2. Công an Thành phố: Chủ trì kiểm tra.",
    )
    assert kinds(one["II.1"], two["II.1"]) == kinds(one["II.2"], two["II.2"]) == {}


def test_what_all_say_stands_beside_what_one_says_alone(tmp_path):
    one = read(tmp_path, "a", "I. MỤC TIÊU\n\n1. Trồng 100% cây, 70% còn sống.\n\n2. Khác.")
    two = read(tmp_path, "b", "I. MỤC TIÊU\n\n1. Trồng 100% cây.\n\n2. Khác.")
    (number,) = [
        d for d in differences({"a": [one["I.1"]], "b": [two["I.1"]]}, {}) if d.kind == "number"
    ]
    assert [(s.values, s.shared) for s in number.said] == [(("70%",), ("100%",)), ((), ("100%",))]


def test_clauses_that_hardly_say_the_same_differ_in_no_fact(tmp_path):
    one = read(tmp_path, "a", "I. MỤC TIÊU\n\n1. Trồng 100% cây trước ngày 5/6/2025.\n\n2. Khác.")
    two = read(tmp_path, "b", "I. MỤC TIÊU\n\n1. Trồng 70% cây.\n\n2. Khác.")
    assert set(kinds(one["I.1"], two["I.1"])) == {"number", "deadline"}
    assert set(kinds(one["I.1"], two["I.1"], facts=False)) <= {"wording"}


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Kinh phí lấy từ ngân sách hằng năm.", []),
        ("Báo cáo kết quả hằng năm.", ["hằng năm"]),
        ("Thực hiện Chương trình trồng rừng giai đoạn 2021 - 2025.", []),
        ("Nhân rộng mô hình giai đoạn 2016-2020.", []),
        ("Thời gian thực hiện: giai đoạn 2026 - 2030.", ["giai đoạn 2026 - 2030"]),
        ("Phấn đấu đến năm 2030 trồng xong.", ["đến năm 2030"]),
        ("Thực hiện Đề án trồng một tỷ cây xanh đến năm 2030.", []),
    ],
)
def test_a_time_in_the_name_of_a_thing_is_no_deadline(tmp_path, said, told):
    found = read(tmp_path, "a", f"I. NHIỆM VỤ\n\n1. {said}\n\n2. Trồng cây.")
    assert [fact.said for fact in dates(found["I.1"])] == told


def test_titles_that_say_the_same_meet_whatever_stands_under_them(tmp_path):
    one = read(
        tmp_path,
        "a",
        "I. THI ĐUA\n\n1. Đối tượng thi đua\n\na) Tập thể\n\n- Các trường;\n\n- Các xã.\n\n"
        "b) Cá nhân\n\n- Thầy cô;\n\n- Học trò.\n\n2. Thời gian thi đua\n\n- Đợt 1: tháng 5/2025;\n"
        "\n- Đợt 2: tháng 6/2025.\n",
    )
    two = read(
        tmp_path,
        "b",
        "I. THI ĐUA\n\n1. Đối tượng thi đua\n\na) Tập thể: Các sở, các hội.\n\n"
        "b) Cá nhân: Người lao động.\n\n2. Thời gian tổ chức thi đua: Từ tháng 1/2025.\n",
    )
    a, b = list(one.values()), list(two.values())
    alike = titles.same(a, b)
    met = {(a[i].path, b[j].path) for i, j in zip(*alike.nonzero(), strict=True)}
    assert {("I.1.a", "I.1.a"), ("I.1.b", "I.1.b"), ("I.2", "I.2")} <= met
    assert ("I.1.a", "I.1.b") not in met and ("I.2", "I.1.a") not in met
