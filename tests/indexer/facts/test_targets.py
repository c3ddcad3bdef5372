import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.facts import targets


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
            ("Có ≥ 30% hộ", 30, None, ">=", "%"),
            ("≥30% hộ", 30, None, ">=", "%"),
            ("đạt ≤ 2,5% số vụ", 2.5, None, "<=", "%"),
            ("chọn 02 trường hợp", 2, None, "=", "trường hợp"),
            ("bố trí 03 điểm quan trắc", 3, None, "=", "điểm"),
            ("Hiện nay có 22 trạm. Đến năm 2030 đạt 90% dân số", 90, None, "=", "%"),
            ("đạt 5.000 tỷ đồng", 5000, None, "=", "tỷ đồng"),
            ("đạt 400 triệu USD", 400, None, "=", "triệu USD"),
        ],
    )
    def test_figures_to_reach(self, sentence, value, upper, op, unit):
        (found,) = targets.find(sentence, 0)
        assert (found.value, found.value_max, found.op, found.unit) == (value, upper, op, unit)
        assert sentence[found.span.start : found.span.end].strip() == found.quote

    def test_where_things_are_is_no_measure(self):
        said = "220 điểm ngập, trong đó 178 điểm trên 35 phường và 42 điểm trên 19 xã"
        assert [t.quote for t in targets.find(said, 0)] == ["220 điểm", "178 điểm", "42 điểm"]

    @pytest.mark.parametrize(
        "sentence",
        [
            "02 ngày làm việc/01 đơn vị",
            "ngày 15 tháng 6 năm 2024",
            "Điều 5 của Luật",
            "số 12/QĐ-TTg",
            "báo cáo 6 tháng, 01 năm",
            "kinh phí 1.500.000 đồng",
            "trồng cây",
            "phun hóa chất Chlorine 70%, máy phun",
            "Hiện nay, trên địa bàn tỉnh có khoảng 180 trạm, trong đó có 22 trạm 5G.",
            "Cách thức chấm điểm: kiểm tra 50 người; tỷ lệ = b/a 100%",
            "Mỗi đơn vị được cộng trực tiếp 05 điểm, tối đa 10 điểm",
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

    def test_an_aim_holds_for_the_whole_too(self):
        found = targets.find("Phấn đấu 90% lớp học có cây, 100% trường học có cây", 0)
        assert [(t.value, t.op) for t in found] == [(90, "aim"), (100, "aim")]

    @pytest.mark.parametrize(
        ("sentence", "of"),
        [
            ("Ít nhất 70% số xã, phường tổ chức trồng cây", ["số xã, phường"]),
            ("Tỷ lệ hộ có cây xanh đạt trên 80%.", ["Tỷ lệ hộ có cây xanh"]),
            ("Hằng năm tăng ít nhất 03% trở lên số cây được trồng", ["số cây"]),
            ("tăng 3% (so với năm 2022) số cây được trồng", ["số cây"]),
            ("60% lớp học được tưới; 20% sân trường có cây", ["lớp học", "sân trường"]),
            ("trồng tối thiểu 2 mô hình vườn ươm", ["mô hình vườn ươm"]),
            ("đạt 70%", [""]),
        ],
    )
    def test_what_is_counted(self, sentence, of):
        assert [t.of for t in targets.find(sentence, 0)] == of

    @pytest.mark.parametrize(
        ("sentence", "by"),
        [
            ("đạt 20% xã, phường năm 2025, đến hết năm 2030 đạt 50%", ["2025", "2030"]),
            ("Đến năm 2030, 70% trường học có cây", ["2030"]),
            ("70% trường học có cây đến hết năm 2026", ["2026"]),
            ("Năm 2024 trồng 5% đất; đến năm 2025 trồng 9% đất", ["2024", "2025"]),
            ("tăng 5% số cây so với năm 2022", [None]),
            ("70% trường học có cây. Năm 2024 tưới cây.", [None]),
        ],
    )
    def test_the_year_to_reach_it_in(self, sentence, by):
        assert [t.by for t in targets.find(sentence, 0)] == by

    def test_at_least_so_much_more(self):
        (found,) = targets.find("tăng ít nhất 3% số cây", 0)
        assert (found.op, found.value) == ("increase>=", 3)

    @pytest.mark.parametrize(
        ("sentence", "quote", "of"),
        [
            ("Có ít nhất 02 vùng trồng hoa đạt chuẩn.", "ít nhất 02 vùng", "vùng trồng hoa"),
            ("Trồng từ 05 vườn hoa hồng trở lên.", "từ 05 vườn hoa", "vườn hoa hồng"),
            ("Mỗi lớp tối thiểu 25 học viên.", "tối thiểu 25 học viên", "Mỗi lớp"),
        ],
    )
    def test_at_least_so_many_of_anything(self, sentence, quote, of):
        (found,) = targets.find(sentence, 0)
        assert (found.quote, found.of) == (quote, of)

    @pytest.mark.parametrize(
        "sentence", ["Có ít nhất 03 năm trồng cây.", "Từ 05 vườn hoa.", "Đủ ít nhất 01 trong ba."]
    )
    def test_at_least_so_long_and_others_count_nothing(self, sentence):
        assert targets.find(sentence, 0) == ()

    @given(st.text(alphabet="0123456789.,% -–đến ít nhất một tháng lần", max_size=40))
    def test_any_figures_are_read(self, sentence):
        for found in targets.find(sentence, 0):
            assert sentence[found.span.start : found.span.end].strip() == found.quote

    def test_a_rate_is_not_what_is_counted(self):
        (found,) = targets.find("Vùng nuôi trồng được lấy mẫu nước 02 đợt/tháng", 0)
        assert "/" not in found.of
