import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.facts import references
from tests.indexer.facts.duties import found

PATHS = {"II", "II.1", "II.2", "III", "III.2", "III.2.a", "IV", "IV.1", "IV.4.1", "IV.4.2"}


@pytest.mark.parametrize(
    ("sentence", "paths"),
    [
        ("Chủ trì các nhiệm vụ tại mục (IV) (1) của Kế hoạch", ["IV.1"]),
        ("Thực hiện nhiệm vụ tại mục (IV) (4.1) (4.2) và Phụ lục", ["IV.4.1", "IV.4.2"]),
        ("Thực hiện các nội dung tại điểm a khoản 2 mục III", ["III.2.a"]),
        (
            "Chủ trì các nhiệm vụ được phân công tại khoản 1, 2 Mục II Kế hoạch này",
            ["II.1", "II.2"],
        ),
        ("Triển khai nhiệm vụ, giải pháp nêu tại mục II và III", ["II", "III"]),
        ("Chủ trì nhiệm vụ tại mục III.2", ["III.2"]),
        ("Chủ trì nhiệm vụ tại mục VII", []),
        ("Thực hiện nội dung tại điểm a khoản 2 Điều 9 Nghị định số 5/2024/NĐ-CP", []),
        ("Thực hiện nội dung tại mục II Nghị quyết số 5/NQ-CP", []),
        ("Căn cứ các nội dung tại mục II, trồng cây", []),
        ("Trồng cây (trọng tâm các nhiệm vụ tại mục II)", []),
        ("Trên cơ sở kết quả các chỉ tiêu tại mục II, thành lập đoàn", []),
        ("Trồng cây tại xã", []),
    ],
)
def test_where_a_duty_points(sentence, paths):
    assert references.find(sentence, PATHS) == paths


@given(st.text(alphabet="cácnhiệmvụtạục ()IVX1234.,a", max_size=60))
def test_only_paths_of_the_plan_are_found(sentence):
    assert set(references.find(sentence, PATHS)) <= PATHS


class TestAssigned:
    PLAN = (
        "KẾ HOẠCH\n\nTrồng cây\n\nI. NHIỆM VỤ\n\n1. Trồng cây\n\n- Trồng cây dọc đường.\n\n"
        "2. Tưới cây\n\n- Công an xã chủ trì giữ cây.\n\n- Đào giếng.\n\n"
        "II. TỔ CHỨC THỰC HIỆN\n\n1. Sở Y tế\n\nChủ trì các nhiệm vụ tại mục (I) (1).\n\n"
        "2. Sở Tư pháp\n\nThực hiện các nhiệm vụ tại khoản 2 mục I Kế hoạch này.\n"
    )

    def of(self, path):
        return [(a.as_written, a.role, a.inherited, a.assigned_in) for a in found(self.PLAN)[path]]

    def test_the_clauses_pointed_to_get_the_body_and_where_it_is_said(self):
        assert self.of("I.1") == [("Sở Y tế", "lead", True, "II.1.p1")]
        assert self.of("I.1.-1") == [("Sở Y tế", "lead", True, "II.1.p1")]
        assert self.of("I.2.-2") == [("Sở Tư pháp", "perform", True, "II.2.p1")]

    def test_a_body_of_its_own_stays_alone(self):
        assert self.of("I.2.-1") == [("Công an xã", "lead", False, None)]
