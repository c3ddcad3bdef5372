import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.facts import partners
from tests.indexer.facts.duties import found

ASSIGNED = "KẾ HOẠCH\n\nTrồng cây\n\nI. TỔ CHỨC THỰC HIỆN\n\n"


class TestLists:
    @pytest.mark.parametrize(
        ("sentence", "expected"),
        [
            ("Phối hợp với Sở Y tế trồng cây", ["Sở Y tế"]),
            ("Chủ trì phối hợp với Sở Y tế trồng cây", ["Sở Y tế"]),
            ("phồi hợp chặt chẽ với Sở Y tế và Sở Tư pháp", ["Sở Y tế", "Sở Tư pháp"]),
            (
                "phối hợp với Sở Văn hóa, Thể thao và Du lịch, các sở, ngành liên quan giữ rừng",
                ["Sở Văn hóa, Thể thao và Du lịch", "các sở, ngành liên quan"],
            ),
            ("phối hợp các cơ quan liên quan chủ trì trồng cây", ["các cơ quan liên quan"]),
            (
                "phối hợp với ngành Y tế và chính quyền địa phương trồng cây",
                ["ngành Y tế", "chính quyền địa phương"],
            ),
            ("cùng với Đoàn Thanh niên xã vận động", ["Đoàn Thanh niên xã"]),
            (
                "phối hợp tốt với lực lượng công an tại địa phương kiểm tra chợ",
                ["lực lượng công an tại địa phương"],
            ),
            ("phối hợp với lực lượng kiểm lâm giữ rừng", ["lực lượng kiểm lâm"]),
            ("phối hợp với lực lượng công an cấp xã giữ rừng", ["lực lượng công an cấp xã"]),
            ("phối hợp với lực lượng cảnh sát giao thông", ["lực lượng cảnh sát giao thông"]),
            ("phối hợp với Câu lạc bộ trồng rừng", []),
            ("phối hợp trồng cây, tưới cây", []),
            ("Sự phối hợp của các bên", []),
        ],
    )
    def test_the_bodies_worked_with(self, sentence, expected):
        assert [name.text for name in partners.find(sentence)] == expected

    def test_a_full_stop_ends_the_list(self):
        sentence = "Phối hợp với Sở Y tế. Sở Tư pháp trồng cây."
        assert [name.text for name in partners.find(sentence)] == ["Sở Y tế"]

    @given(st.text(alphabet="phốiợ vớSởYtế,và các ngliêqu.;", max_size=80))
    def test_every_partner_stands_where_it_says(self, sentence):
        last = 0
        for name in partners.find(sentence):
            assert sentence[name.start : name.end] == name.text
            assert last <= name.start
            last = name.end


class TestRoles:
    def test_a_partner_is_not_who_the_duty_is_given_to(self):
        named = found(f"{ASSIGNED}1. Công an tỉnh phối hợp với Sở Y tế trồng cây.\n")["I.1"]
        assert [(a.as_written, a.role, a.partner) for a in named] == [
            ("Công an tỉnh", "coordinate", False),
            ("Sở Y tế", "coordinate", True),
        ]

    def test_partners_of_a_heading_do_not_pass_to_its_duties(self):
        source = f"{ASSIGNED}1. Công an tỉnh phối hợp với Sở Y tế:\n\n- Trồng cây.\n\n- Tưới cây.\n"
        assert [a.as_written for a in found(source)["I.1.-1"]] == ["Công an tỉnh"]
