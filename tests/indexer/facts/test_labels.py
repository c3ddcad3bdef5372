import pytest

from indexer.facts import labels
from tests.indexer.facts.duties import responsible


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

    def test_lines_of_time_and_product_between_are_no_task(self):
        found = responsible(
            "I. NHIỆM VỤ\n\n1. Trồng cây\n\n- Đào hố.\n\n- Thời gian hoàn thành: Quý I/2024.\n\n"
            "- Đơn vị chủ trì: Sở Y tế.\n\n- Đơn vị phối hợp: Sở Tư pháp.\n\n- Kết quả: Báo cáo.\n"
        )
        bodies = [("Sở Y tế", "lead", True), ("Sở Tư pháp", "coordinate", True)]
        assert found["I.1"] == found["I.1.-1"] == bodies
        assert found["I.1.-2"] == found["I.1.-5"] == []

    def test_points_of_one_activity(self):
        found = responsible(
            "I. NHIỆM VỤ\n\n1. Hoạt động 1\n\na) Nhiệm vụ: Trồng cây.\n\n"
            "b) Cơ quan thực hiện: UBND xã.\n\nc) Thời gian: Quý I/2024.\n\n2. Hoạt động 2\n"
        )
        assert found["I.1.a"] == found["I.1"] == [("UBND xã", "perform", True)]
        assert found["I.2"] == []

    def test_what_the_body_is_to_do_is_no_part_of_its_name(self):
        found = responsible(
            "I. NHIỆM VỤ\n\n1. Trồng cây\n\n- Cơ quan thực hiện: Sở Y tế tiến hành rà soát.\n"
        )
        assert found["I.1.-1"] == [("Sở Y tế", "perform", False)]

    def test_a_task_that_begins_like_a_label_is_none(self):
        assert labels.label_of("b) Thực hiện trồng cây ở trường: Sở Y tế trồng cây") is None
