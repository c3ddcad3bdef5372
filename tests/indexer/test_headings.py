import pytest

from indexer import headings, markers
from indexer.paragraphs import Block
from tests.indexer import papers


def heading(text, bold=False):
    marker = markers.parse(text)
    return headings.is_heading(Block(text, 1, bold, marker), marker)


@pytest.mark.parametrize(
    "text",
    [
        "I. MỤC TIÊU.",
        "1. Sở Y tế",
        "1. Trồng cây dọc đường.",
        "a) Tham mưu Ủy ban nhân dân tỉnh quyết định:",
        "- Việc cần làm ngay:",
        "+ Nội dung kiểm tra",
        "- Cấp xã",
    ],
)
def test_units_that_head_what_follows(text):
    assert heading(text)


@pytest.mark.parametrize(
    "text",
    [
        "- Trồng cây dọc các tuyến đường liên thôn.",
        "- Trồng cây;",
        "- Đơn vị chủ trì: Sở Y tế",
        "2. "
        + "Trồng và chăm sóc cây xanh dọc các tuyến đường liên thôn, liên bản của xã " * 2
        + ".",
    ],
)
def test_units_that_do_not(text):
    assert not heading(text)


def test_a_bold_bullet_heads():
    assert heading(
        "- Trồng rừng phòng hộ ven các con suối lớn nhỏ trên địa bàn của tỉnh", bold=True
    )


@pytest.mark.parametrize(
    ("text", "is_one", "title"),
    [
        ("Mục đích: Thêm bóng mát.", False, "Mục đích"),
        ("TỔ CHỨC THỰC HIỆN", True, "TỔ CHỨC THỰC HIỆN"),
        ("Trồng cây trong trường học.", True, "Trồng cây trong trường học"),
        ("Nhiệm vụ chủ yếu:", True, "Nhiệm vụ chủ yếu"),
        ("Trồng cây trong trường học.", False, None),
        ("Trồng cây " * 40, True, None),
    ],
)
def test_titles(text, is_one, title):
    assert headings.title(text, is_one) == title


@pytest.mark.parametrize(
    "text",
    [
        "Trên đây là Kế hoạch trồng cây.",
        "Yêu cầu các sở, ban, ngành thực hiện nghiêm túc.",
        "Ủy ban nhân dân tỉnh yêu cầu các cơ quan triển khai.",
        "Đề nghị các cơ quan căn cứ Kế hoạch này thực hiện.",
    ],
)
def test_closing_paragraphs(text):
    assert headings.closes(text)


def test_not_every_request_closes():
    assert not headings.closes("Đề nghị Hội Nông dân vận động hội viên trồng cây.")
    assert not headings.closes("Ủy ban nhân dân xã trồng cây. Yêu cầu làm sớm.")


@pytest.mark.parametrize(
    ("cells", "is_one"),
    [
        (("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian"), True),
        (("STT", "Tên trường", "", "Ghi chú"), True),
        (("Chỉ tiêu", "Đơn vị"), True),
        (("TT", "Trường", "Số cây"), True),
        (("1", "Trồng cây", "Sở Y tế"), False),
        (("TT", "12", "40"), False),
        (("Nhiệm vụ",), False),
        ((), False),
    ],
)
def test_header_rows(cells, is_one):
    assert headings.is_header(cells) is is_one


@pytest.mark.parametrize(
    ("text", "following", "leads"),
    [
        ("Trọng tâm:", "Trồng cây.", True),
        ("Mục đích", "- Trồng cây.", True),
        ("Mục đích", "Trồng cây.", False),
        ("Trồng cây, tưới cây.", "- Trồng cây.", False),
        ("Trồng cây ở mọi trường học trong tỉnh, bắt đầu từ các xã vùng cao", "- Cây.", False),
    ],
)
def test_paragraphs_that_lead_bullets_in(text, following, leads):
    first, *rest = papers.blocks(f"{text}\n\n{following}")
    assert headings.is_lead(first, rest) is leads


def test_the_columns_of_a_row_are_those_of_its_filled_cells():
    assert headings.columns(("TT", "Việc", "Ai"), ("1", "", "Sở Y tế")) == ("TT", "Ai")
    assert headings.columns(("TT", "Việc", "Ai", "Bao giờ"), ("I", "A")) == (
        "TT",
        "Việc",
        "Ai",
        "Bao giờ",
    )
    assert headings.columns(("TT", "Việc", "Ghi chú"), ("1", "Trồng")) == ("TT", "Việc")


@pytest.mark.parametrize(
    ("cells", "is_one"),
    [
        (("A", "B", "1", "2", "3=1+2"), True),
        (("(1)", "(2)", "", "(3)"), True),
        (("1", "Trồng cây"), False),
        (("I",), False),
        (("1", "574945.0"), False),
    ],
)
def test_rows_that_number_columns(cells, is_one):
    assert headings.is_numbering(cells) is is_one


@pytest.mark.parametrize(
    ("header", "below", "names"),
    [
        (
            ("TT", "Việc", "Đơn vị", "Hạn"),
            ("Chủ trì", "Phối hợp"),
            ("TT", "Việc", "Đơn vị Chủ trì", "Đơn vị Phối hợp", "Hạn"),
        ),
        (
            ("TT", "Vị trí", "Ghi chú"),
            ("X", "Y"),
            ("TT", "Vị trí X", "Vị trí Y", "Ghi chú"),
        ),
        (("TT", "Việc", "Ghi chú"), ("X", "Y"), ()),
        (("TT", "Vị trí", "Ghi chú"), ("A", "B"), ()),
        (("TT", "Cơ quan", "Đơn vị"), ("Chủ trì", "Phối hợp"), ()),
    ],
)
def test_headers_of_two_lines(header, below, names):
    assert headings.merged(header, below) == names
