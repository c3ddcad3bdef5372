"""Marks put where a question has none."""

import pytest

from indexer.accents import AccentModel
from service.query import marks


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("mo may hoi nghi", "mấy hội nghị"),
        ("Luat phong thu dan su so bao nhieu", "số bao nhiêu"),
        ("mua may bom", "máy bơm"),
        ("ngap bao nhieu", "bao nhiêu"),
        ("vuong thi bao cho dau?", "đâu?"),
        ("lay tien dau", "đâu"),
        ("ngap thi goi so nao", "số nào"),
        ("phai xong nhung thu tuc", "những thủ tục"),
    ],
)
def test_words_that_ask_how_many_are_known_without_marks(typed, read):
    assert marks.restored(typed, AccentModel.general()).endswith(read)


def test_where_marks_were_typed_a_bare_word_is_not_taken_to_ask():
    assert "mấy" not in marks.restored("Sáng nay may hoi nghi ở đâu", AccentModel.general())


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Mấy cống phải nạo vét xong trước ngày nào?", "Các cống"),
        ("Sau lũ, mấy giếng phải khử trùng trong bao lâu?", "Sau lũ, các giếng"),
        ("Mấy cống phải nạo vét?", "Mấy cống"),
        ("Mấy ngày thì ai phải báo?", "Mấy ngày"),
        ("Mấy tỷ đồng được cấp cho đơn vị nào?", "Mấy tỷ"),
        ("Mấy công trình được giao cho đơn vị nào?", "Mấy công trình"),
        ("Mấy phần mềm phải xong trước ngày nào?", "Các phần mềm"),
        ("Phải nạo vét mấy cống, ở phường nào?", "Phải nạo vét mấy cống"),
    ],
)
def test_of_all_of_them_something_else_is_asked(typed, read):
    assert marks.restored(typed, AccentModel.general()).startswith(read)
