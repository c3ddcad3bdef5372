import pytest

from tests.indexer import papers


@pytest.fixture
def describe(tmp_path):
    def of(source, name="ke-hoach.txt"):
        return papers.document(tmp_path, source, name).info

    return of


#: Enough body for any header to be read as a plan.
REST = papers.BODY


def plan(header):
    return f"{header}\n\n{REST}"


def test_a_complete_header(describe):
    info = describe(papers.PLAN)
    assert info.title == "Kế hoạch trồng cây xanh trong trường học năm 2024"
    assert (info.issuer, info.level) == ("Ủy ban nhân dân tỉnh Lào Cai", "province")
    assert (info.locality, info.locality_id) == ("Lào Cai", "lao-cai")
    assert (info.province, info.province_id) == ("Lào Cai", "lao-cai")
    assert (info.number, info.date) == ("77/KH-UBND", "2024-03-05")
    assert (info.year, info.year_to) == (2024, 2024)
    assert info.signer == "Trần Thị Mận"
    assert info.is_plan and info.doctype == "Kế hoạch" and not info.digest


def test_an_attached_plan_takes_number_and_date_of_its_decision(describe):
    info = describe(papers.DECISION)
    assert info.title == "Kế hoạch trồng cây xanh giai đoạn 2024 - 2026"
    assert (info.number, info.date) == ("88/QĐ-UBND", "2024-04-09")
    assert (info.year, info.year_to) == (2024, 2026)
    assert info.signer == "Lê Văn Mơ"


def test_a_missing_header_is_read_from_preamble_and_title(describe):
    info = describe(
        plan(
            "KẾ HOẠCH\n\nTrồng cây xanh năm 2023 trên địa bàn huyện Bảo Thắng\n\n"
            "Thực hiện Kế hoạch số 9/KH-UBND ngày 2/2/2023 của UBND tỉnh Lào Cai, "
            "UBND huyện Bảo Thắng xây dựng Kế hoạch trồng cây như sau:"
        )
    )
    assert info.issuer == "Ủy ban nhân dân huyện Bảo Thắng"
    assert (info.level, info.locality, info.province) == ("district", "Bảo Thắng", "Lào Cai")
    assert (info.number, info.date, info.year) == (None, None, 2023)


def test_blanks_in_number_and_date_are_not_filled(describe):
    info = describe(
        plan(
            "ỦY BAN NHÂN DÂN\nTỈNH LÀO CAI\n\n"
            "Số:        /KH-UBND Lào Cai, ngày      tháng   năm 2024\n\n"
            "KẾ HOẠCH\n\nTrồng cây xanh"
        )
    )
    assert (info.number, info.date, info.year) == (None, "2024", 2024)


def test_a_blank_day_leaves_the_month(describe):
    info = describe(
        plan("Lào Cai, ngày     tháng 02 năm 2023\n\nKẾ HOẠCH\n\nTrồng cây xanh năm 2023")
    )
    assert info.date == "2023-02"
    assert info.locality == "Lào Cai"


@pytest.mark.parametrize(
    ("unit", "level"),
    [
        ("TỈNH LÀO CAI", "province"),
        ("THÀNH PHỐ HẢI PHÒNG", "province"),
        ("HUYỆN BẢO THẮNG", "district"),
        ("THỊ XÃ SA PA", "district"),
        ("XÃ BẢN XÈO", "commune"),
        ("PHƯỜNG CỐC LẾU", "commune"),
    ],
)
def test_levels(describe, unit, level):
    info = describe(plan(f"ỦY BAN NHÂN DÂN\n{unit}\n\nKẾ HOẠCH\n\nTrồng cây xanh năm 2024"))
    assert info.level == level
    assert info.issuer.lower() == f"ủy ban nhân dân {unit}".lower()


def test_a_city_that_is_no_province_is_a_district(describe):
    info = describe(
        plan(
            "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ SA ĐÉC\n\nKẾ HOẠCH\n\nTrồng cây tại tỉnh Đồng Tháp năm 2023"
        )
    )
    assert (info.level, info.province) == ("district", "Đồng Tháp")


def test_another_body_issues_too(describe):
    info = describe(
        plan(
            "ỦY BAN MTTQ VIỆT NAM\nXÃ BẢN XÈO\n\nSố: 5/KH-MTTQ-BTT\n\n"
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\n"
            "Bản Xèo, ngày 8 tháng 1 năm 2024\n\nKẾ HOẠCH\n\nTrồng cây xanh"
        )
    )
    assert info.issuer.startswith("Ủy ban")
    assert (info.level, info.locality, info.number) == ("commune", "Bản Xèo", "5/KH-MTTQ-BTT")


def test_the_place_ends_with_its_line(describe):
    info = describe(
        plan(
            "/ỦY BAN BẦU CỬ\nXÃ BẢN XÈO\nTIỂU BAN TUYÊN TRUYỀN\n\nSố: 5/KH-TBTT\n\n"
            "KẾ HOẠCH\n\nTrồng cây xanh"
        )
    )
    assert (info.level, info.locality) == ("commune", "Bản Xèo")


def test_header_cells_of_a_web_page(describe):
    source = (
        "| ỦY BAN NHÂN DÂN TỈNH LÀO CAI | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |\n|---|---|\n"
        "| Số: 77/KH-UBND | Lào Cai, ngày 5 tháng 3 năm 2024 |\n\n**KẾ HOẠCH**\n\n"
        "TRỒNG CÂY XANH NĂM 2024\n\n" + REST
    )
    info = describe(source, "a.md")
    assert (info.issuer, info.number) == ("Ủy ban nhân dân tỉnh Lào Cai", "77/KH-UBND")
    assert (info.date, info.title) == ("2024-03-05", "Kế hoạch trồng cây xanh năm 2024")


def test_the_table_of_a_web_page(describe):
    source = (
        "| Số hiệu: | 77/KH-UBND |\n|---|---|\n| Người ký: | Trần Thị Mận |\n"
        "| Ngày ban hành: | 05/03/2024 |\n\nKẾ HOẠCH\n\nTrồng cây xanh\n\n" + REST
    )
    info = describe(source, "a.md")
    assert (info.number, info.date, info.signer) == ("77/KH-UBND", "2024-03-05", "Trần Thị Mận")


@pytest.mark.parametrize(
    ("title", "years"),
    [
        ("Trồng cây năm 2023", (2023, 2023)),
        ("Trồng cây giai đoạn 2021 - 2025", (2021, 2025)),
        ("Trồng cây giai đoạn 2021–2025", (2021, 2025)),
        ("Trồng cây đến năm 2030", (2024, 2030)),
        ("Thực hiện Quyết định 5/2019/QĐ-TTg", (2024, 2024)),
        ("Trồng cây", (2024, 2024)),
    ],
)
def test_periods(describe, title, years):
    info = describe(papers.PLAN.replace("Trồng cây xanh trong trường học năm 2024", title, 1))
    assert (info.year, info.year_to) == years


@pytest.mark.parametrize(
    ("title", "years"),
    [
        ("Trồng cây đón đại hội nhiệm kỳ 2026 - 2031", (2024, 2024)),
        ("Thực hiện Chỉ thị số 5-CT/TU ngày 04/01/2021 của Tỉnh ủy", (2024, 2024)),
        ("Thực hiện Chỉ thị của Tỉnh ủy ngày 4 tháng 1 năm 2021", (2024, 2024)),
    ],
)
def test_terms_and_dates_of_others_are_no_period(describe, title, years):
    info = describe(papers.PLAN.replace("Trồng cây xanh trong trường học năm 2024", title, 1))
    assert (info.year, info.year_to) == years


@pytest.mark.parametrize(
    ("body", "issuer"),
    [
        ("BỘ Y TẾ", "Bộ Y tế"),
        ("THỦ TƯỚNG CHÍNH PHỦ", "Thủ tướng Chính phủ"),
        ("CHÍNH PHỦ", "Chính phủ"),
    ],
)
def test_bodies_of_the_state_have_no_place(describe, body, issuer):
    info = describe(
        plan(f"{body}\n\nSố: 7/KH-BYT\n\nHà Nội, ngày 5 tháng 3 năm 2024\n\nKẾ HOẠCH\n\nTrồng cây")
    )
    assert (info.issuer, info.level) == (issuer, "central")
    assert (info.locality, info.province) == (None, None)


def test_the_part_of_a_body_that_issues_is_named_first(describe):
    info = describe(
        plan(
            "ỦY BAN MTTQ VIỆT NAM\nXÃ BẢN XÈO\nBAN THƯỜNG TRỰC\n\nSố: 5/KH-MTTQ-BTT\n\n"
            "KẾ HOẠCH\n\nTrồng cây xanh"
        )
    )
    assert info.issuer.lower() == "ban thường trực ủy ban mttq việt nam xã bản xèo"


@pytest.mark.parametrize(
    ("unit", "day", "province"),
    [
        ("xã Lương Minh", "2025", "Quảng Ninh"),  # there is one, with these marks
        ("xã Lương Minh", "2024", None),  # the table has the communes since July 2025
        ("xã Tân Tiến", "2025", None),  # several bear the name
        ("huyện Tuần Giáo", "2021", "Điện Biên"),
    ],
)
def test_the_province_of_a_name_borne_once(describe, unit, day, province):
    info = describe(
        plan(
            f"ỦY BAN NHÂN DÂN\n{unit.upper()}\n\nSố: 5/KH-UBND\n\n"
            f"{unit.split(' ', 1)[1]}, ngày 8 tháng 9 năm {day}\n\nKẾ HOẠCH\n\nTrồng cây xanh"
        )
    )
    assert info.province == province


@pytest.mark.parametrize(
    ("preamble", "parent"),
    [
        (
            "Thực hiện Quyết định số 12/QĐ-TTg ngày 03/01/2024 của Thủ tướng về trồng cây,",
            "12/QĐ-TTg",
        ),
        ("Căn cứ Luật số 9/2019/QH14; Nghị quyết số 5/NQ-CP về trồng thêm nhiều cây;", "5/NQ-CP"),
        ("Thực hiện Kế hoạch số 9/KH-UBND ngày 2/2/2024 của UBND tỉnh về trồng cây,", "9/KH-UBND"),
        ("Căn cứ Kế hoạch số 9/KH-UBND ngày 2/2/2024 của UBND tỉnh về trồng thêm cây;", None),
    ],
)
def test_what_a_plan_carries_out(describe, preamble, parent):
    source = f"KẾ HOẠCH\n\nTrồng cây\n\n{preamble}\n\n{REST}"
    assert describe(source).parent == parent


def test_the_decision_that_promulgates_a_plan(describe):
    attached = (
        "KẾ HOẠCH\n\nTrồng cây\n\n(Kèm theo Quyết định số 88/QĐ-UBND ngày 09/4/2024)\n\n" + REST
    )
    assert describe(attached).parent == "88/QĐ-UBND"
    assert describe(papers.DECISION).parent is None  # its own number


class TestFrontMatter:
    META = (
        "---\ntitle: Kế hoạch của làng\nissuer: Hội đồng làng\nnumber: 1/KH\ndate: 2020-01-02\n"
        "signer: Già Làng\nlevel: commune\nlocality: xã Bản Xèo\nprovince: Sơn La\n"
        "period: 2020-2022\ndigest: true\n---\n"
    )

    def test_it_wins(self, describe):
        info = describe(self.META + papers.PLAN, "a.md")
        assert (info.title, info.issuer, info.number) == (
            "Kế hoạch của làng",
            "Hội đồng làng",
            "1/KH",
        )
        assert (info.date, info.signer, info.level) == ("2020-01-02", "Già Làng", "commune")
        assert (info.locality, info.locality_id) == ("Bản Xèo", "ban-xeo")
        assert (info.province, info.year, info.year_to) == ("Sơn La", 2020, 2022)
        assert info.digest

    def test_what_it_leaves_empty_is_read(self, describe):
        info = describe("---\nnumber: null\nlevel: làng\n---\n" + papers.PLAN, "a.md")
        assert (info.number, info.level) == ("77/KH-UBND", "province")
        assert not info.digest


def test_a_text_that_is_no_plan_says_so(describe):
    article = "Ngày hội trồng cây\n\n" + "Học sinh trồng cây theo kế hoạch của nhà trường. " * 5
    assert not describe(article).is_plan


@pytest.mark.parametrize(
    ("line", "signer"),
    [
        (
            "Nơi nhận: - Như Điều 3; - Lưu: VT. | TM. ỦY BAN NHÂN DÂN CHỦ TỊCH Lê Văn Mơ",
            "Lê Văn Mơ",
        ),
        ("Nơi nhận: - Lưu: VT. | KT. CHỦ TỊCH PHÓ CHỦ TỊCH Lê Văn Mơ |", "Lê Văn Mơ"),
        ("Nơi nhận: - Lưu: VT. | KT. BỘ TRƯỞNG THỨ TRƯỞNG (Đã ký) Hà Thị Mận", "Hà Thị Mận"),
        ("Nơi nhận: - Lưu: VT. | TRƯỞNG BAN PHÓ THỦ TƯỚNG Hà Thị Mận", "Hà Thị Mận"),
        ("Nơi nhận: - Lưu: VT. | K/T CHÁNH VĂN PHÒNG PHÓ CHÁNH VĂN PHÒNG Hà Thị Mận", "Hà Thị Mận"),
        ("Nơi nhận: - Lưu: VT. | TM. CHÍNH PHỦ", None),
    ],
)
def test_who_signs_in_one_line_beside_where_it_goes(describe, line, signer):
    assert describe(plan("KẾ HOẠCH\n\nTrồng cây xanh") + f"\n\n{line}\n").signer == signer
    decision = (
        "ỦY BAN NHÂN DÂN\nTỈNH LÀO CAI\n\nSố: 88/QĐ-UBND\n\nQUYẾT ĐỊNH\n\nBan hành Kế hoạch\n\n"
        f"Điều 1. Ban hành kèm theo Quyết định này Kế hoạch trồng cây.\n\n{line}\n\n"
    )
    assert describe(decision + plan("KẾ HOẠCH\n\nTrồng cây xanh")).signer == signer
