import pytest

from indexer.facts import roles
from tests.indexer import papers
from tests.indexer.facts.duties import duty, responsible


class TestRoles:
    @pytest.mark.parametrize(
        ("sentence", "role"),
        [
            ("Công an tỉnh chủ trì, phối hợp với Sở Y tế trồng cây.", "lead"),
            ("Công an tỉnh phối hợp các đơn vị chủ trì trồng cây.", "lead"),
            ("Công an tỉnh phối hợp với Sở Y tế trồng cây.", "coordinate"),
            ("Công an tỉnh phối hợp với cơ quan chủ trì trồng cây.", "coordinate"),
            ("Công an tỉnh tuyên truyền theo kế hoạch do Sở Y tế chủ trì.", "perform"),
            ("Công an tỉnh chủ trì phối hợp với Sở Y tế trồng cây.", "lead"),
            ("Công an tỉnh phồi hợp với Sở Y tế trồng cây.", "coordinate"),
            ("Công an tỉnh bố trí đất trồng cây.", "perform"),
            ("Đề nghị Công an tỉnh bố trí đất trồng cây.", "requested"),
            ("Giao Công an tỉnh theo dõi việc trồng cây.", "perform"),
        ],
    )
    def test_roles_come_from_the_words_of_the_duty(self, sentence, role):
        assert duty(sentence) == [("Công an tỉnh", role, False)]

    @pytest.mark.parametrize(
        ("sentence", "found"),
        [
            (
                "Sở Nông nghiệp và Môi trường (Chi cục Kiểm lâm) tổ chức dự báo; phối hợp với báo.",
                [("Sở Nông nghiệp và Môi trường (Chi cục Kiểm lâm)", "perform", False)],
            ),
            (
                "Trường hợp chưa có mức: Công an tỉnh chịu trách nhiệm quyết định.",
                [("Công an tỉnh", "perform", False)],
            ),
            ("Bộ trưởng Bộ Y tế chỉ đạo trồng cây.", [("Bộ trưởng Bộ Y tế", "perform", False)]),
            ("Trạm bơm Sông Mẫu được kiểm tra hằng năm.", []),
            (
                "Yêu cầu các Chủ đầu tư khi chưa bàn giao hồ thì phải giữ sạch hồ.",
                [("các Chủ đầu tư", "perform", False)],
            ),
            (
                "Chủ đầu tư và các nhà thầu phải xong trước mùa mưa.",
                [("Chủ đầu tư", "perform", False), ("các nhà thầu", "perform", False)],
            ),
            ("Yêu cầu các Chủ đầu tư giữ sạch hồ.", []),
        ],
    )
    def test_whom_a_sentence_outside_an_assignment_charges(self, sentence, found):
        source = f"KẾ HOẠCH\n\nTrồng cây\n\nI. NỘI DUNG\n\n1. {sentence}\n\n2. Tưới cây.\n"
        charged = [one for one in responsible(source)["I.1"] if one[1] not in (None, "coordinate")]
        assert charged == found

    @pytest.mark.parametrize(
        "heading",
        [
            "1. Nội dung Sở Nội vụ có trách nhiệm chủ trì",
            "1. Trách nhiệm Sở Nội vụ",
            "1. Đề nghị Sở Nội vụ",
        ],
    )
    def test_a_heading_charges_what_stands_below_it(self, heading):
        below = f"{heading}\n\na) Lập danh sách.\n\nb) Tưới cây.\n"
        found = responsible(f"KẾ HOẠCH\n\nTrồng cây\n\nI. PHỐI HỢP\n\n{below}")["I.1.b"]
        assert [(name, inherited) for name, _, inherited in found] == [("Sở Nội vụ", True)]

    def test_duties_inherit_the_body_of_the_heading_above(self):
        found = responsible(papers.PLAN)
        assert found["III.1"] == [("Sở Giáo dục và Đào tạo", "perform", False)]
        assert ("Sở Giáo dục và Đào tạo", "lead", True) in found["III.1.a"]
        assert ("Sở Tài chính", "coordinate", False) in found["III.1.a"]
        assert found["III.1.đ"][-1] == ("Sở Giáo dục và Đào tạo", "perform", True)
        assert found["III.3.p1"] == [("Tỉnh đoàn", "requested", True)]
        assert found["III.2"] == [("Sở Tài chính", "perform", False)]

    @pytest.mark.parametrize("leads", ["chủ trì, phối hợp với Sở Y tế", "là đầu mối"])
    def test_a_line_that_says_who_leads_what_is_below_it(self, leads):
        source = (
            f"KẾ HOẠCH\n\nTrồng cây\n\nI. GIẢI PHÁP\n\nSở Xây dựng {leads} thực hiện:\n\n"
            "- Trồng cây, phối hợp với Điện lực khu vực.\n\n- Hội Nông dân tỉnh tưới cây.\n"
        )
        below = [found for path, found in responsible(source).items() if ".-" in path]
        assert ("Sở Xây dựng", "lead", True) in below[0]
        assert [name for name, _, _ in below[1]] == ["Hội Nông dân tỉnh"]

    def test_a_heading_that_is_only_a_body_gives_it_what_is_below(self):
        source = (
            "CÔNG ĐIỆN\n\nYêu cầu:\n\n4. Bộ Tài chính:\n\na) Chỉ đạo hải quan chống buôn lậu.\n"
        )
        below = [found for path, found in responsible(source).items() if path.endswith(".a")]
        assert below == [[("Bộ Tài chính", "perform", True)]]
        source = source.replace("Bộ Tài chính:", "Doanh nghiệp số:")
        below = [found for path, found in responsible(source).items() if path.endswith(".a")]
        assert below == [[]]

    def test_the_standing_part_of_a_body_is_not_the_body(self):
        sentence = "Giao Thường trực Hội đồng nhân dân tỉnh giám sát việc trồng cây."
        assert duty(sentence) == [("Thường trực Hội đồng nhân dân tỉnh", "perform", False)]
        sentence = "Việc trồng cây theo đề nghị của Ban Thường trực Ủy ban nhân dân tỉnh."
        assert [name for name, _, _ in duty(sentence)] == ["Ban Thường trực Ủy ban nhân dân tỉnh"]

    def test_an_official_who_leads_is_told_by_post(self):
        sentence = "Công chức Địa chính xã chủ trì, phối hợp với Công an xã trồng cây."
        assert duty(sentence) == [("Công chức Địa chính xã", "lead", False)]
        sentence = "Công chức Địa chính xã phối hợp với đơn vị chủ trì trồng cây."
        assert duty(sentence) == []

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

    @pytest.mark.parametrize(
        "heading",
        ["Trách nhiệm của Sở Y tế", "Nhiệm vụ của Sở Y tế", "Đối với Sở Y tế", "Giao Sở Y tế"],
    )
    def test_a_heading_may_say_whose_duties_follow(self, heading):
        found = responsible(f"I. TỔ CHỨC THỰC HIỆN\n\n1. {heading}\n\n- Trồng cây.\n")
        assert found["I.1.-1"] == [("Sở Y tế", "perform", True)]

    def test_a_division_may_be_written_small(self):
        assert duty("Giao phòng Quản lý Rừng triển khai trồng cây.") == [
            ("phòng Quản lý Rừng", "perform", False)
        ]

    def test_what_a_duty_rests_on_may_stand_before_its_verb(self):
        source = "I. KINH PHÍ\n\n1. Sở Tài chính, trên cơ sở đề xuất, tổng hợp, chủ trì bố trí.\n"
        assert responsible(source)["I.1"] == [("Sở Tài chính", "lead", False)]

    def test_a_line_that_only_says_with_whom_gives_its_bullets_partners(self):
        found = responsible(
            "I. TỔ CHỨC THỰC HIỆN\n\n1. Công an tỉnh\n\na) Chủ trì, phối hợp:\n\n"
            "- Sở Y tế và các đơn vị liên quan tham mưu trồng cây.\n\nb) Phối hợp với:\n\n"
            "- Sở Tư pháp tuyên truyền.\n"
        )
        assert found["I.1.a.-1"] == [
            ("Sở Y tế", "coordinate", False),
            ("các đơn vị liên quan", "coordinate", False),
            ("Công an tỉnh", "lead", True),
        ]
        assert found["I.1.b.-1"][-1] == ("Công an tỉnh", "coordinate", True)

    def test_a_project_that_another_body_leads(self):
        found = responsible(
            "I. TỔ CHỨC THỰC HIỆN\n\n1. Công an tỉnh\n\n- Triển khai dự án do Bộ Công an chủ trì.\n"
        )
        assert found["I.1.-1"] == [
            ("Bộ Công an", None, False),
            ("Công an tỉnh", "perform", True),
        ]

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

    def test_a_person_addressed_before_a_colon_has_the_duty_and_what_is_below(self):
        found = responsible(
            "KẾ HOẠCH\n\nTrồng cây\n\nI. PHÂN CÔNG\n\n1. Đồng chí Phó Trưởng phòng - Tổ trưởng: "
            "Phụ trách chung theo chỉ đạo của Sở Y tế.\n\n2. Ông Đỗ Văn Mẫu:\n\n- Chủ trì việc "
            "trồng cây.\n\n3. Bà con trồng cây: khen thưởng.\n"
        )
        assert found["I.1"] == [("Đồng chí Phó Trưởng phòng - Tổ trưởng", "perform", False)]
        assert found["I.2.-1"] == [("Ông Đỗ Văn Mẫu", "lead", True)]
        assert found["I.3"] == []

    @pytest.mark.parametrize(
        "post", ["Các Phó chủ tịch phụ trách dân tộc, tôn giáo", "Chuyên viên phụ trách văn phòng"]
    )
    def test_a_post_that_is_a_heading_charges_what_stands_below_where_duties_are_given(self, post):
        source = f"KẾ HOẠCH\n\nTrồng cây\n\nI. {{}}\n\n1. {post}\n\n- Góp ý việc trồng cây.\n"
        given = responsible(source.format("TỔ CHỨC THỰC HIỆN"))["I.1.-1"]
        assert given == [(post, "perform", True)]
        assert responsible(source.format("SỐ NGƯỜI"))["I.1.-1"] == []

    def test_columns_of_people_name_them_as_written(self):
        found = responsible(
            "I. NHIỆM VỤ\n\n| TT | Nhiệm vụ | Người thực hiện |\n|---|---|---|\n"
            "| 1 | In giấy mời | Trần Văn Mẫu, Phó Trưởng phòng; Lê Thị Mẫu và Đỗ Văn Mẫu |\n"
            "| 2 | Kê bàn ghế | Phòng Văn hóa và Thông tin, Đoàn Thanh niên |\n"
            "| 3 | Gửi Sở Y tế | |\n",
            papers.blocks_md,
        )
        assert found["I.r2"] == [
            ("Trần Văn Mẫu, Phó Trưởng phòng", "perform", False),
            ("Lê Thị Mẫu", "perform", False),
            ("Đỗ Văn Mẫu", "perform", False),
        ]
        assert found["I.r3"] == [
            ("Phòng Văn hóa và Thông tin", "perform", False),
            ("Đoàn Thanh niên", "perform", False),
        ]

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
            ("Nhiệm vụ được phân công", None),
            ("Người thực hiện", "perform"),
            ("Họ và tên cán bộ phụ trách", "lead"),
            ("Người chủ trì", "lead"),
            ("Cá nhân phối hợp", "coordinate"),
            ("Họ và tên", None),
            ("Người thụ hưởng", None),
        ],
    )
    def test_column_names(self, column, role):
        assert roles.of_column(column) == role


@pytest.mark.parametrize(
    "sentence",
    [
        "Nếu không có ai trồng cây thì Công an tỉnh phối hợp với Sở Y tế chịu trách nhiệm trồng.",
        "Trường hợp cây chết, Công an tỉnh có trách nhiệm trồng lại.",
        "Chậm nhất là 05 ngày làm việc, trước ngày trồng cây, Công an tỉnh phải gửi kế hoạch.",
    ],
)
def test_a_condition_may_stand_before_whom_a_duty_binds(sentence):
    assert duty(sentence)[0][0] == "Công an tỉnh"
    assert duty(sentence)[0][1] in ("lead", "perform", "coordinate")
