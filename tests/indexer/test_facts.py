import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import segment
from indexer.facts import agencies, deadlines, funding, labels, laws, names, targets
from tests.indexer import papers


def responsible(source, read=papers.blocks):
    """``(as written, role, inherited)`` of the agencies of each clause, by path."""
    found = read(source)
    text, _ = segment.canonical(found)
    out = agencies.of_clauses(text, segment.segment(found))
    for named in out.values():
        for agency in named:
            assert text[agency.span.start : agency.span.end] == agency.as_written
    return {p: [(a.as_written, a.role, a.inherited) for a in named] for p, named in out.items()}


def duty(sentence):
    """The agencies of one clause of an assignment."""
    return responsible(f"KẾ HOẠCH\n\nTrồng cây\n\nI. TỔ CHỨC THỰC HIỆN\n\n1. {sentence}\n")["I.1"]


class TestNames:
    @pytest.mark.parametrize(
        ("written", "expected"),
        [
            ("Sở Y tế", ["Sở Y tế"]),
            ("Sở Y tế, Sở Tài chính", ["Sở Y tế", "Sở Tài chính"]),
            ("Sở Văn hóa, Thể thao và Du lịch", ["Sở Văn hóa, Thể thao và Du lịch"]),
            (
                "Sở Lao động - Thương binh và Xã hội; Công an tỉnh.",
                ["Sở Lao động - Thương binh và Xã hội", "Công an tỉnh"],
            ),
            ("Các sở, ban, ngành và UBND các xã", ["Các sở, ban, ngành", "UBND các xã"]),
            (
                "Văn phòng HĐND và UBND xã và Công an xã",
                ["Văn phòng HĐND và UBND xã", "Công an xã"],
            ),
            ("Sở Y tế Sở Tư pháp", ["Sở Y tế", "Sở Tư pháp"]),
            ("Giám đốc Sở Y tế", ["Giám đốc Sở Y tế"]),
            ("", []),
        ],
    )
    def test_lists_are_split_only_where_a_name_begins(self, written, expected):
        assert [name.text for name in names.split(written)] == expected

    @given(st.text(alphabet="SởYtế ,;và UBND.:-", max_size=60))
    def test_every_name_stands_where_it_says(self, written):
        for name in names.split(written):
            assert written[name.start : name.end] == name.text

    @pytest.mark.parametrize(
        ("written", "expected"),
        [
            ("Công an tỉnh phối hợp các ngành trồng cây", ["Công an tỉnh"]),
            ("Sở Y tế, Sở Tài chính chủ trì trồng cây", ["Sở Y tế", "Sở Tài chính"]),
            ("Đề nghị Tỉnh đoàn: Vận động đoàn viên", ["Tỉnh đoàn"]),
            ("UBND tỉnh yêu cầu các sở, ngành khẩn trương", ["các sở, ngành"]),
            ("Giao Sở Tư pháp theo dõi", ["Sở Tư pháp"]),
            (
                "Các thành viên Ban chỉ đạo trồng rừng huyện căn cứ nhiệm vụ",
                ["Các thành viên Ban chỉ đạo trồng rừng huyện"],
            ),
            ("Đoàn kiểm tra trong quá trình kiểm tra", ["Đoàn kiểm tra"]),
        ],
    )
    def test_a_duty_opens_with_its_bodies(self, written, expected):
        assert [name.text for name in names.leading(written)] == expected

    @pytest.mark.parametrize(
        "written",
        [
            "Tổ chức trồng cây và rà soát",
            "Báo cáo kết quả về Sở Y tế",
            "Ban hành kế hoạch trồng cây",
            "Đoàn kết các dân tộc",
            "Hội nghị tổng kết",
            "Phòng, chống cháy rừng",
            "Phòng ngừa cháy rừng",
            "Bộ tiêu chí trồng cây",
            "Cơ sở dữ liệu về rừng",
            "Trường hợp cần thiết",
            "Chế độ báo cáo",
            "Trồng cây với Sở Y tế",
        ],
    )
    def test_words_that_begin_like_a_body_name_none(self, written):
        assert names.leading(written) == []
        assert not names.is_agency_title(written)

    @pytest.mark.parametrize(
        ("written", "canonical"),
        [
            ("Sở LĐ-TB&XH", "Sở Lao động - Thương binh và Xã hội"),
            ("Sở Lao động – Thương binh và Xã hội", "Sở Lao động - Thương binh và Xã hội"),
            ("Phòng Văn hoá-Xã hội", "Phòng Văn hóa - Xã hội"),
            ("Sở Y tế tỉnh Lào Cai", "Sở Y tế"),
            ("Sở Y tế Lào Cai", "Sở Y tế"),
            ("Đài Phát thanh - Truyền hình Lào Cai", "Đài Phát thanh và Truyền hình tỉnh"),
            ("UBND xã", "Ủy ban nhân dân xã"),
            ("UBND các xã, phường", "Ủy ban nhân dân cấp xã"),
            ("Uỷ ban nhân dân các huyện, thị xã, thành phố", "Ủy ban nhân dân cấp huyện"),
            ("Chủ tịch UBND cấp huyện", "Chủ tịch Ủy ban nhân dân cấp huyện"),
            ("Giám đốc các sở", "Giám đốc các sở"),
            ("Câu lạc bộ Trồng rừng", "Câu lạc bộ Trồng rừng"),
        ],
    )
    def test_one_body_has_one_name(self, written, canonical):
        assert names.canonical(written) == canonical

    def test_the_province_in_a_name_keeps_its_level(self):
        assert names.canonical("Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Lào Cai") == (
            "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh"
        )


class TestRoles:
    @pytest.mark.parametrize(
        ("sentence", "role"),
        [
            ("Công an tỉnh chủ trì, phối hợp với Sở Y tế trồng cây.", "lead"),
            ("Công an tỉnh phối hợp các đơn vị chủ trì trồng cây.", "lead"),
            ("Công an tỉnh phối hợp với Sở Y tế trồng cây.", "coordinate"),
            ("Công an tỉnh phồi hợp với Sở Y tế trồng cây.", "coordinate"),
            ("Công an tỉnh bố trí đất trồng cây.", "perform"),
            ("Đề nghị Công an tỉnh bố trí đất trồng cây.", "requested"),
            ("Giao Công an tỉnh theo dõi việc trồng cây.", "perform"),
        ],
    )
    def test_roles_come_from_the_words_of_the_duty(self, sentence, role):
        assert duty(sentence) == [("Công an tỉnh", role, False)]

    def test_duties_inherit_the_body_of_the_heading_above(self):
        found = responsible(papers.PLAN)
        assert found["III.1"] == [("Sở Giáo dục và Đào tạo", "perform", False)]
        assert ("Sở Giáo dục và Đào tạo", "lead", True) in found["III.1.a"]
        assert ("Sở Tài chính", "coordinate", False) in found["III.1.a"]
        assert found["III.1.đ"][-1] == ("Sở Giáo dục và Đào tạo", "perform", True)
        assert found["III.3.p1"] == [("Tỉnh đoàn", "requested", True)]
        assert found["III.2"] == [("Sở Tài chính", "perform", False)]

    def test_an_own_body_is_not_joined_by_the_one_above(self):
        source = "I. TỔ CHỨC THỰC HIỆN\n\n1. Sở Y tế\n\n- Công an xã chủ trì giữ rừng.\n"
        assert responsible(source)["I.1.-1"] == [("Công an xã", "lead", False)]

    def test_a_verb_is_never_a_body(self):
        head = "I. TỔ CHỨC THỰC HIỆN\n\n1. Sở Y tế\n\n"
        source = f"{head}- Tổ chức trồng cây; rà soát.\n\n- Báo cáo Sở Tư pháp.\n"
        found = responsible(source)
        assert found["I.1.-1"] == [("Sở Y tế", "perform", True)]
        assert found["I.1.-2"] == [("Sở Tư pháp", None, False), ("Sở Y tế", "perform", True)]

    def test_outside_an_assignment_only_words_of_duty_oblige(self):
        found = responsible(
            "I. MỤC TIÊU\n\n1. Sở Y tế phải trồng cây.\n\n2. Sở Tư pháp đã trồng cây.\n"
        )
        assert found["I.1"] == [("Sở Y tế", "perform", False)]
        assert found["I.2"] == [("Sở Tư pháp", None, False)]

    def test_a_subject_heading_passes_nothing_on(self):
        found = responsible("I. TỔ CHỨC THỰC HIỆN\n\n1. Chế độ báo cáo\n\n- Định kỳ 6 tháng.\n")
        assert found["I.1.-1"] == []

    @pytest.mark.parametrize(
        ("closing", "expected"),
        [
            (
                "Yêu cầu các sở, ngành, UBND các xã triển khai trồng cây./.",
                [("các sở, ngành", "perform", False), ("UBND các xã", "perform", False)],
            ),
            (
                "Trên đây là Kế hoạch trồng cây. Đề nghị các cơ quan, đơn vị thực hiện./.",
                [("các cơ quan, đơn vị", "requested", False)],
            ),
        ],
    )
    def test_the_closing_paragraph_addresses_bodies(self, closing, expected):
        source = f"KẾ HOẠCH\n\nTrồng cây\n\nI. TỔ CHỨC\n\n1. Sở Y tế thực hiện.\n\n{closing}\n"
        assert responsible(source)["I.closing"] == expected


class TestLabelLines:
    BODY = (
        "I. NHIỆM VỤ\n\n1. Trồng cây\n\n- Trồng cây dọc đường.\n\n"
        "Đơn vị chủ trì thực hiện: Sở Y tế; UBND cấp xã.\n\nĐơn vị phối hợp: Sở Tư pháp.\n\n"
        "Thời gian thực hiện: Quý III/2024.\n\n- Tưới cây.\n"
    )

    def test_a_task_takes_the_bodies_of_the_lines_after_it(self):
        found = responsible(self.BODY)
        assert found["I.1.-1"] == [
            ("Sở Y tế", "lead", True),
            ("UBND cấp xã", "lead", True),
            ("Sở Tư pháp", "coordinate", True),
        ]
        assert found["I.1.p1"] == [("Sở Y tế", "lead", False), ("UBND cấp xã", "lead", False)]
        assert found["I.1.-2"] == []

    @pytest.mark.parametrize(
        ("line", "role", "value"),
        [
            ("Đơn vị chủ trì: Sở Y tế", "lead", "Sở Y tế"),
            ("- Cơ quan phối hợp: Các sở", "coordinate", "Các sở"),
            ("b) Cơ quan thực hiện: UBND xã", "perform", "UBND xã"),
            ("+ Chủ trì, phối hợp: Sở Y tế", "lead", "Sở Y tế"),
        ],
    )
    def test_label_lines(self, line, role, value):
        found = labels.label_of(line)
        assert found == (role, value, line.index(value))

    @pytest.mark.parametrize("line", ["Trồng cây: Sở Y tế", "Đơn vị chủ trì", "Thời gian: Quý I"])
    def test_other_lines(self, line):
        assert labels.label_of(line) is None


class TestColumns:
    TABLE = (
        "I. NHIỆM VỤ\n\n| TT | Nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp |\n|---|---|---|---|\n"
        "| 1 | Trồng cây | Sở Y tế | Sở Tư pháp, UBND các xã |\n| 2 | Tưới cây | - | |\n"
    )

    def test_columns_give_roles(self):
        found = responsible(self.TABLE, papers.blocks_md)
        assert found["I.r2"] == [
            ("Sở Y tế", "lead", False),
            ("Sở Tư pháp", "coordinate", False),
            ("UBND các xã", "coordinate", False),
        ]
        assert found["I.r3"] == []

    @pytest.mark.parametrize(
        ("column", "role"),
        [
            ("Cơ quan chủ trì", "lead"),
            ("Đơn vị phối hợp", "coordinate"),
            ("Chủ trì, phối hợp", "lead"),
            ("Phân công thực hiện", "lead"),
            ("Đơn vị thực hiện", "perform"),
            ("Thời gian", None),
            ("Nhiệm vụ", None),
        ],
    )
    def test_column_names(self, column, role):
        assert agencies.column_role(column) == role


class TestTargets:
    @pytest.mark.parametrize(
        ("sentence", "value", "upper", "op", "unit"),
        [
            ("Ít nhất 70% trường học", 70, None, ">=", "%"),
            ("phấn đấu đạt 90% lớp học", 90, None, "aim", "%"),
            ("tăng 3 - 5% số cây", 3, 5, "increase", "%"),
            ("giảm 2,5% số vụ", 2.5, None, "decrease", "%"),
            ("không quá 1.500 hộ", 1500, None, "<=", "hộ"),
            ("tổ chức 03 hội nghị", 3, None, "=", "hội nghị"),
            ("tối thiểu 20 phần trăm", 20, None, ">=", "%"),
            ("ít nhất một mô hình", 1, None, ">=", "mô hình"),
            ("ít nhất một tháng một lần", 1, None, ">=", "lần/tháng"),
            ("đạt 5.000 tỷ đồng", 5000, None, "=", "tỷ đồng"),
        ],
    )
    def test_figures_to_reach(self, sentence, value, upper, op, unit):
        (found,) = targets.find(sentence, 0)
        assert (found.value, found.value_max, found.op, found.unit) == (value, upper, op, unit)
        assert sentence[found.span.start : found.span.end].strip() == found.quote

    @pytest.mark.parametrize(
        "sentence",
        [
            "ngày 15 tháng 6 năm 2024",
            "Điều 5 của Luật",
            "số 12/QĐ-TTg",
            "báo cáo 6 tháng, 01 năm",
            "kinh phí 1.500.000 đồng",
            "trồng cây",
        ],
    )
    def test_other_figures(self, sentence):
        assert targets.find(sentence, 0) == ()

    def test_a_measure_holds_for_figures_joined_to_it(self):
        found = targets.find("Ít nhất 70% ở cấp tỉnh và 50% ở cấp xã, 100% trường học", 0)
        assert [(t.value, t.op) for t in found] == [(70, ">="), (50, ">="), (100, "=")]

    def test_offsets_count_from_the_document(self):
        (found,) = targets.find("đạt 70%", 1000)
        assert (found.span.start, found.span.end) == (1000, 1007)

    @given(st.text(alphabet="0123456789.,% -–đến ít nhất một tháng lần", max_size=40))
    def test_any_figures_are_read(self, sentence):
        for found in targets.find(sentence, 0):
            assert sentence[found.span.start : found.span.end].strip() == found.quote


class TestDeadlines:
    @pytest.mark.parametrize(
        ("sentence", "expected"),
        [
            ("xong trước ngày 15/6 hằng năm", [("xong trước ngày 15/6 hằng năm", "date")]),
            ("trước ngày 30 tháng 11 hằng năm", [("trước ngày 30 tháng 11 hằng năm", "date")]),
            ("trước 15/6, 15/12", [("trước 15/6", "date"), ("15/12", "date")]),
            ("chậm nhất vào ngày 20/11/2024", [("chậm nhất vào ngày 20/11/2024", "date")]),
            ("trong tháng 11/2024", [("trong tháng 11/2024", "date")]),
            ("Quý IV/2024 - Quý I/2025", [("Quý IV/2024 - Quý I/2025", "date")]),
            ("đến năm 2030 trồng xong", [("đến năm 2030", "date")]),
            ("giai đoạn 2024 – 2026", [("giai đoạn 2024 – 2026", "date")]),
            ("định kỳ 6 tháng, 01 năm báo cáo", [("định kỳ 6 tháng, 01 năm", "cycle")]),
            ("Hằng năm (trước ngày 15/12)", [("Hằng năm (trước ngày 15/12)", "cycle")]),
            ("năm 2024, hằng quý báo cáo", [("hằng quý", "cycle")]),
            ("Thường xuyên.", [("Thường xuyên", "period")]),
            ("trong 24-48 giờ sau khi nước rút.", [("trong 24-48 giờ sau khi nước rút", "period")]),
            ("trong thời hạn 15 ngày", [("trong thời hạn 15 ngày", "period")]),
            ("từ 01/7/2025", [("01/7/2025", "date")]),
        ],
    )
    def test_dates_periods_and_cycles(self, sentence, expected):
        assert [(d.text, d.kind) for d in deadlines.find(sentence, 0)] == expected

    @pytest.mark.parametrize(
        "sentence",
        [
            "1.1. Trồng cây",
            "theo Quyết định số 12/QĐ-TTg ngày 03/01/2024 của Thủ tướng",
            "Nghị quyết số 57-NQ/TW ngày 22 tháng 12 năm 2023",
            "1/3 số hộ trồng cây",
            "tầng 3 - 11, cách 5 - 1 mét",
            "trồng 15 ngày cây",
            "thường xuyên tưới cây",
        ],
    )
    def test_what_is_no_deadline(self, sentence):
        assert deadlines.find(sentence, 0) == ()

    @given(st.text(alphabet="0123456789/.- ngàythángnămtrước(),", max_size=40))
    def test_spans_do_not_overlap(self, sentence):
        found = deadlines.find(sentence, 0)
        for deadline in found:
            assert sentence[deadline.span.start : deadline.span.end].strip() == deadline.text
        for a, b in zip(found, found[1:], strict=False):
            assert a.span.end <= b.span.start


class TestLaws:
    def test_a_document_with_all_that_stands_beside_its_number(self):
        sentence = (
            "Căn cứ Quyết định số 12/QĐ-TTg ngày 03/01/2024 của Thủ tướng Chính phủ về trồng cây"
        )
        (law,) = laws.find(sentence, 0)
        assert (law.number, law.kind, law.date) == ("12/QĐ-TTg", "Quyết định", "2024-01-03")
        assert law.issuer == "Thủ tướng Chính phủ"
        assert sentence[law.span.start : law.span.end] == (
            "Quyết định số 12/QĐ-TTg ngày 03/01/2024 của Thủ tướng Chính phủ"
        )

    @pytest.mark.parametrize(
        ("sentence", "number", "date", "issuer"),
        [
            ("Kế hoạch 14-KH/TU của Tỉnh ủy", "14-KH/TU", None, "Tỉnh ủy"),
            ("Nghị định số 08/2022/NĐ-CP của Chính phủ", "08/2022/NĐ-CP", None, "Chính phủ"),
            (
                "Thông tư số 5/2018/TT-BYT ngày 5 tháng 4 năm 2018 của Bộ Y tế quy định",
                "5/2018/TT-BYT",
                "2018-04-05",
                "Bộ Y tế",
            ),
            ("(Công văn 4827/VP-VX)", "4827/VP-VX", None, None),
            (
                "Nghị quyết liên tịch số 01/2008/NQLT-BLĐTBXH-BCA ngày 28/8/2008",
                "01/2008/NQLT-BLĐTBXH-BCA",
                "2008-08-28",
                None,
            ),
        ],
    )
    def test_numbers_as_officials_write_them(self, sentence, number, date, issuer):
        (law,) = laws.find(sentence, 0)
        assert (law.number, law.date, law.issuer) == (number, date, issuer)

    def test_several_in_one_sentence(self):
        found = laws.find("các Quyết định số 12/QĐ-TTg và 13/QĐ-UBND, Kết luận 21-KL/TW", 10)
        assert [law.number for law in found] == ["12/QĐ-TTg", "13/QĐ-UBND", "21-KL/TW"]
        assert all(law.span.start >= 10 for law in found)

    def test_dates_are_no_laws(self):
        assert laws.find("ngày 28/9/2023, tỉ lệ 3/4", 0) == ()


class TestFunding:
    @pytest.mark.parametrize(
        ("sentence", "expected"),
        [
            ("từ nguồn ngân sách tỉnh", [("nguồn ngân sách tỉnh", None)]),
            ("khoảng 500 triệu đồng", [("500 triệu đồng", 5e8)]),
            ("1,5 tỷ đồng", [("1,5 tỷ đồng", 1.5e9)]),
            ("1.500.000.000 đồng", [("1.500.000.000 đồng", 1.5e9)]),
            ("nguồn xã hội hoá", [("xã hội hoá", None)]),
            (
                "và các nguồn vốn hợp pháp khác theo quy định",
                [("nguồn vốn hợp pháp khác", None)],
            ),
            ("hợp tác công - tư (PPP)", [("hợp tác công - tư (PPP)", None)]),
            ("nguồn vốn của doanh nghiệp", [("nguồn vốn của doanh nghiệp", None)]),
            ("dự toán chi thường xuyên hằng năm", [("dự toán chi thường xuyên hằng năm", None)]),
            ("Quỹ Phòng chống thiên tai tỉnh.", [("Quỹ Phòng chống thiên tai tỉnh", None)]),
        ],
    )
    def test_sources_and_amounts(self, sentence, expected):
        found = funding.find(sentence, 0)
        assert [(f.text, f.amount) for f in found] == expected
        assert all(sentence[f.span.start : f.span.end] == f.text for f in found)

    def test_other_words(self):
        assert funding.find("quỹ đất trồng cây, đồng bào các dân tộc", 0) == ()
