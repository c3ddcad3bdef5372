"""Which words of a question say where to look, and which are its subject."""

from __future__ import annotations

import pytest

from service.query.mentions import mentions_in, years_of
from tests.service.making import PLACES, question


def told(text: str) -> list[tuple[str, str, bool, bool]]:
    return [(m.kind, m.value, m.excluded, m.sure) for m in question(text).mentions]


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("Theo kế hoạch năm 2024, ai kiểm tra?", [("year", "2024", False, True)]),
        ("ke hoach 2024 giao ai kiem tra", [("year", "2024", False, True)]),
        ("Kế hoạch giai đoạn 2021-2025 giao ai?", [("year", "2021-2025", False, True)]),
        ("who checks, in the 2024 plan?", [("year", "2024", False, True)]),
        (
            "Ở Hải Dương năm 2023 ai kiểm tra?",
            [("locality", "hai-duong", False, True), ("year", "2023", False, False)],
        ),
        (
            "năm 2023 của tỉnh Hải Dương ai kiểm tra",
            [("locality", "hai-duong", False, True), ("year", "2023", False, False)],
        ),
        # A year to reach something in is no year of plans.
        ("Đến năm 2030 phấn đấu bao nhiêu phần trăm?", []),
        ("Cuối năm 2026 có mấy trạm?", []),
        ("Riêng trong năm 2025 đạt bao nhiêu?", []),
        # A number's year is part of the number.
        ("Kế hoạch nào thực hiện Thông tư 10/2022?", []),
        ("Kế hoạch cấp xã giao ai kiểm tra?", [("level", "commune", False, True)]),
        ("ke hoach cua cac huyen giao ai kiem tra", [("level", "district", False, True)]),
        ("Which body leads, in the provincial plans?", [("level", "province", False, True)]),
        (
            "cấp xã năm 2026 tuyên truyền bầu cử",
            [("level", "commune", False, False), ("year", "2026", False, False)],
        ),
        (
            "nam 2023 cap tinh ai kiem tra",
            [("level", "province", False, False), ("year", "2023", False, False)],
        ),
        (
            "ai tuyên truyền, cấp huyện năm 2021-2025?",
            [("level", "district", False, False), ("year", "2021-2025", False, False)],
        ),
        # What a body of a level does is the subject.
        ("Tỷ lệ địa bàn cấp xã năm 2025 không còn ma túy?", []),
        ("Ủy ban nhân dân cấp xã năm 2026 làm gì?", []),
        ("Ủy ban nhân dân cấp xã làm gì?", []),
        ("bao nhiêu phần trăm cán bộ ở các xã được tập huấn?", []),
        ("Trừ Hải Dương, ai kiểm tra?", [("locality", "hai-duong", True, True)]),
        (
            "ở các tỉnh khác ngoài Hải Dương và Cà Mau ai kiểm tra",
            [
                ("locality", "hai-duong", True, True),
                ("locality", "ca-mau", True, True),
                ("level", "province", False, True),
            ],
        ),
        (
            "who checks in other provinces, except Hải Dương?",
            [("locality", "hai-duong", True, True), ("level", "province", False, True)],
        ),
    ],
)
def test_where_a_question_says_to_look(text, mentions):
    assert told(text) == mentions


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Ở huyện Yên Thế ai kiểm tra?", "huyen-yen-the-bac-giang"),
        ("huyen yen the ai kiem tra", "huyen-yen-the-bac-giang"),
        ("huyện Châu Thành ai kiểm tra?", "huyen-chau-thanh"),  # several bear the name
        ("Thành phố Chí Linh ai làm?", "thanh-pho-chi-linh-hai-duong"),
        ("thị xã Chí Linh ai làm?", "thanh-pho-chi-linh-hai-duong"),  # a town until 2019
        ("TP Vinh ai làm?", "thanh-pho-vinh-nghe-an"),
        ("thanh pho chi linh ai lam", "thanh-pho-chi-linh-hai-duong"),
        ("Who pays in Yen The district?", "huyen-yen-the-bac-giang"),
        ("Who pays in Chi Linh city?", "thanh-pho-chi-linh-hai-duong"),
        ("Who pays in Chi Linh Town?", "thanh-pho-chi-linh-hai-duong"),
        ("Who pays in Hai Duong city?", "hai-duong"),
        ("who pays for the vinh city?", None),
        ("Does each District of the City pay?", None),
        ("Thành phố Huế ai làm?", "hue"),
        ("Thành phố vinh danh ai?", None),
        ("thành phố yêu cầu gì?", None),
        ("phòng huyện nào kiểm tra?", None),
        ("ai làm quan trắc môi trường?", None),
    ],
)
def test_a_district_of_the_tables_is_a_place_though_no_plan_is_of_it(text, place):
    assert question(text).places == ((place,) if place else ())


def test_what_says_where_to_look_is_no_subject():
    asked = question("Theo kế hoạch năm 2024, trừ Hải Dương, sở nào kiểm tra chợ?")
    assert not {"2024", "hai", "duong", "tru", "nam"} & set(asked.content)
    assert question("Các chợ ở TP. Hải Phòng đóng cửa khi nào?").content[0] == "cho"
    assert "tp" not in question("Các chợ ở TP. Hải Phòng đóng cửa khi nào?").content


def test_blanking_keeps_offsets():
    text = "Theo kế hoạch năm 2024 ở Hải Dương, ai kiểm tra?"
    found, rest = mentions_in(text, text, PLACES)
    assert len(rest) == len(text)
    assert rest.rstrip().endswith("ai kiểm tra?")
    assert [m.said for m in found] == ["Hải Dương", "2024"]


def test_years_of_a_value():
    assert years_of("2021-2025") == (2021, 2025)
