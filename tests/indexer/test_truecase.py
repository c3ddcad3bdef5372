import pytest

from indexer.truecase import truecase


class TestTruecase:
    BODY = (
        "Chương trình của Thủ tướng Chính phủ về trồng cây xanh, phòng thủ và chính sách của tỉnh. "
        "Trồng cây theo Thủ tướng Chính phủ."
    )

    @pytest.mark.parametrize(
        ("title", "written"),
        [
            ("TRỒNG CÂY XANH TỈNH LÀO CAI", "trồng cây xanh tỉnh Lào Cai"),
            ("CỦA THỦ TƯỚNG CHÍNH PHỦ", "của Thủ tướng Chính phủ"),
            ("CHÍNH SÁCH CỦA TỈNH", "chính sách của tỉnh"),
            ("Trồng cây", "Trồng cây"),
        ],
    )
    def test_capitals_are_written_as_the_body_writes_them(self, title, written):
        assert truecase(title, self.BODY) == written

    def test_numbers_keep_their_letters(self):
        assert "1899/QĐ-TTg" in truecase("THỰC HIỆN QUYẾT ĐỊNH SỐ 1899/QĐ-TTG", self.BODY)
        assert "5G" in truecase("HẠ TẦNG 5G", self.BODY)
