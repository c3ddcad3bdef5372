import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.facts import names


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
            ("Sở Y tế (theo chức năng), Sở Tư pháp", ["Sở Y tế", "Sở Tư pháp"]),
            ("Sở Y tế, Tổng Công ty Điện lực", ["Sở Y tế", "Tổng Công ty Điện lực"]),
            (
                "Ngân hàng Nhà nước Việt Nam (; Bộ Công an (",
                ["Ngân hàng Nhà nước Việt Nam", "Bộ Công an"],
            ),
            ("Sở Y tế (CDC)", ["Sở Y tế (CDC)"]),
            ("", []),
        ],
    )
    def test_lists_are_split_only_where_a_name_begins(self, written, expected):
        assert [name.text for name in names.split(written)] == expected

    @given(st.text(alphabet="SởYtế ,;và UBND.:-()", max_size=60))
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
            ("Phòng Y tế huyện Thanh Trì", "Phòng Y tế"),
            ("Phòng Tư pháp quận Đống Đa", "Phòng Tư pháp"),
            ("UBND huyện Ứng Hòa", "Ủy ban nhân dân huyện"),
            ("UBND xã", "Ủy ban nhân dân xã"),
            ("UBND các xã, phường", "Ủy ban nhân dân cấp xã"),
            ("Uỷ ban nhân dân các huyện, thị xã, thành phố", "Ủy ban nhân dân cấp huyện"),
            ("Chủ tịch UBND cấp huyện", "Chủ tịch Ủy ban nhân dân cấp huyện"),
            ("Giám đốc các sở", "Giám đốc các sở"),
            ("Câu lạc bộ Trồng rừng", "Câu lạc bộ Trồng rừng"),
            ("Phòng Quản lý công nghiệp", "Phòng Quản lý công nghiệp"),
            ("các huyện, thành phố", "Ủy ban nhân dân cấp huyện"),
            ("Sở Sây dựng", "Sở Xây dựng"),
            ("Sở Nội vu", "Sở Nội vụ"),
            ("Sở Trồng rừng", "Sở Trồng rừng"),
        ],
    )
    def test_one_body_has_one_name(self, written, canonical):
        assert names.canonical(written) == canonical

    def test_the_province_in_a_name_keeps_its_level(self):
        assert names.canonical("Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Lào Cai") == (
            "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh"
        )
