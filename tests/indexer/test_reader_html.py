"""Web pages: the document's lines and tables, without the page around it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import UnreadableDocument
from indexer.paragraphs import blocks
from indexer.readers import html
from indexer.readers.html_page import MAX_TAGS, decode
from indexer.segment import segment
from tests.indexer.test_legacy import PLAN, encode

PAGE = """<!DOCTYPE html><html><head><title>Kế hoạch 12</title><meta charset="utf-8">
<script>var menu = "I. KHÔNG PHẢI";</script><style>p { color: red }</style></head><body>
<header class="site-header"><a href="/">Cổng thông tin</a></header>
<nav><ul><li><a>Trang chủ</a></li><li><a>Văn bản</a></li></ul></nav>
<div class="breadcrumb">Trang chủ &raquo; Kế hoạch</div>
<div id="content">
<table><tr><td><p>UBND TỈNH A</p><p>Số: 12/KH-UBND</p></td>
<td><b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</b><br>Độc lập - Tự do - Hạnh phúc<br>
<i>A, ngày 1 tháng 2 năm 2026</i></td></tr></table>
<p align="center"><strong>KẾ HOẠCH</strong></p><p align="center"><b>Phòng, chống mại dâm</b></p>
<p>Thực hiện Quyết định số 1629/QĐ-TTg, Ủy ban nhân dân tỉnh xây dựng kế hoạch như sau:</p>
<h2>I. MỤC ĐÍCH, YÊU CẦU</h2>
<p><b>1. Mục đích</b></p><p>Nâng cao nhận thức của
toàn xã&nbsp;hội, nh&#226;n d&acirc;n.</p>
<ul><li>Tuyên truyền;</li><li>- Kiểm tra.</li></ul>
<p><span style="font-weight: 700">2. Yêu cầu</span></p><ol><li>Kịp thời.</li><li>Đồng bộ.</li></ol>
<p><b>II. TỔ CHỨC THỰC HIỆN</b></p>
<table border="1"><thead><tr><th rowspan="2">TT</th><th rowspan="2">Nhiệm vụ</th>
<th colspan="2">Cơ quan</th></tr><tr><th>Chủ trì</th><th>Phối hợp</th></tr></thead>
<tbody><tr><td>1</td><td>Khám sức khỏe</td><td rowspan="2">Sở Y tế</td><td>Công an tỉnh</td></tr>
<tr><td>2</td><td>Tư vấn<br>miễn phí</td><td></td></tr></tbody></table>
<p>Trên đây là Kế hoạch của Ủy ban nhân dân tỉnh./.</p>
</div>
<div class="related-news">Tin liên quan</div>
<ul><li><a>Tin 1</a></li><li><a>Tin 2</a></li><li><a>Tin 3</a></li><li><a>Tin 4</a></li></ul>
<div style="display:none">Đăng nhập</div>
<footer>Bản quyền thuộc về Cổng thông tin</footer>
</body></html>"""


def texts(source: Path | str) -> list[str]:
    return [line.text for line in html.read(source).lines]


def test_a_page() -> None:
    reading = html.read(PAGE)
    assert [line.text for line in reading.lines] == [
        *("UBND TỈNH A", "Số: 12/KH-UBND", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        *("Độc lập - Tự do - Hạnh phúc", "A, ngày 1 tháng 2 năm 2026"),
        *("KẾ HOẠCH", "Phòng, chống mại dâm"),
        "Thực hiện Quyết định số 1629/QĐ-TTg, Ủy ban nhân dân tỉnh xây dựng kế hoạch như sau:",
        *("I. MỤC ĐÍCH, YÊU CẦU", "1. Mục đích"),
        "Nâng cao nhận thức của toàn xã hội, nhân dân.",
        *("- Tuyên truyền;", "- Kiểm tra."),
        *("2. Yêu cầu", "1. Kịp thời.", "2. Đồng bộ.", "II. TỔ CHỨC THỰC HIỆN"),
        *("TT | Nhiệm vụ | Cơ quan", "TT | Nhiệm vụ | Chủ trì | Phối hợp"),
        *("1 | Khám sức khỏe | Sở Y tế | Công an tỉnh", "2 | Tư vấn miễn phí | Sở Y tế"),
        "Trên đây là Kế hoạch của Ủy ban nhân dân tỉnh./.",
    ]
    assert [line.text for line in reading.lines if line.bold and line.cells is None] == [
        *("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "KẾ HOẠCH", "Phòng, chống mại dâm"),
        *("I. MỤC ĐÍCH, YÊU CẦU", "1. Mục đích", "2. Yêu cầu", "II. TỔ CHỨC THỰC HIỆN"),
    ]
    assert reading.lines[-2].cells == ("2", "Tư vấn miễn phí", "Sở Y tế", "")


def test_what_stands_around_a_document_is_reported() -> None:
    assert set(html.read(PAGE).furniture) >= {
        *("Cổng thông tin", "Trang chủ", "Văn bản", "Trang chủ » Kế hoạch", "Tin liên quan"),
        *("Tin 1", "Tin 4", "Đăng nhập", "Bản quyền thuộc về Cổng thông tin"),
    }


def test_a_page_has_its_tree() -> None:
    paths = [clause.path for clause in segment(blocks(html.read(PAGE).lines))]
    for path in ("I", "I.1", "I.1.p1", "I.1.-1", "I.1.-2", "I.2", "II", "II.r4"):
        assert path in paths


def test_a_document_is_never_dropped_whatever_its_box_is_called() -> None:
    body = f'<div class="menu" id="footer"><p>{PLAN}</p></div><p>Hết.</p>'
    assert len(texts(body)) == 2


def test_links_in_a_list_of_laws_are_kept() -> None:
    body = "<ul>" + "".join(f"<li>Căn cứ <a>Luật số {n}</a> của Quốc hội;</li>" for n in range(5))
    assert len(texts(body + "</ul>")) == 5


def test_breaks_are_lines_and_two_of_them_a_gap() -> None:
    found = html.read("<p>một<br>hai<br><br>ba</p><p>bốn</p>").lines
    assert [(line.text, line.gap) for line in found] == [
        *(("một", True), ("hai", False), ("ba", True), ("bốn", True))
    ]


def test_lists_number_as_a_browser_does() -> None:
    body = (
        '<ol start="3"><li>ba</li><li value="7">bảy</li><li>tám<ul><li>con</li></ul></li></ol>'
        '<ol type="a"><li>một</li></ol><ul style="list-style: none"><li>không dấu</li></ul>'
    )
    assert texts(body) == ["3. ba", "7. bảy", "8. tám", "- con", "a) một", "không dấu"]


def test_preformatted_text_keeps_its_lines() -> None:
    assert texts("<pre>I. MỤC ĐÍCH\n1. Yêu cầu\n\nĐoạn</pre>") == [
        "I. MỤC ĐÍCH",
        "1. Yêu cầu",
        "Đoạn",
    ]


def test_a_table_that_holds_tables_is_the_layout_of_a_page() -> None:
    inner = "<table><tr><td>TT</td><td>Việc</td></tr><tr><td>1</td><td>Khám</td></tr></table>"
    body = f"<table><tr><td>Trái</td><td><p>Đầu</p>{inner}<p>Cuối</p></td></tr></table>"
    assert texts(body) == ["Trái", "Đầu", "TT | Việc", "1 | Khám", "Cuối"]


def test_open_tags_and_stray_ones() -> None:
    assert " ".join(texts("<p>một<p>hai<b>ba</p></i>bốn")) == "một haiba bốn"


def test_spans_that_claim_too_much() -> None:
    body = '<table><tr><td rowspan="99999" colspan="99999">a</td><td>b</td></tr><tr><td>c</td></tr>'
    assert texts(body) == ["a | b", "a | c"]
    wide = "".join(f"<td>{n}</td>" for n in range(200))
    assert texts(f"<table><tr>{wide}</tr></table>")[0].endswith(" 198 199")


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ("", "utf-8"),
        ('<meta charset="iso-8859-1">', "utf-8"),
        ("", "utf-8-sig"),
        ("", "utf-16"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=windows-1258">', "cp1258"),
    ],
)
def test_encodings(tmp_path: Path, head: str, encoding: str) -> None:
    said = "Phòng, chống tệ nạn xã hội"
    if encoding == "cp1258":
        # Windows-1258 has tones as marks of their own.
        data = b"Pho\xccng, ch\xf4\xecng t\xea\xf2 na\xf2n xa\xde h\xf4\xf2i"
        content = f"<html><head>{head}</head><p>".encode() + data
    else:
        content = f"<html><head>{head}</head><p>{said}".encode(encoding)
    path = tmp_path / "a.html"
    path.write_bytes(content)
    assert texts(path) == [said]


def test_a_declared_encoding_nobody_knows() -> None:
    assert decode(b'<meta charset="klingon">caf\xe9').endswith("café")


@pytest.mark.parametrize("font", ["", '<font face=".VnTime">'])
def test_pages_in_a_legacy_encoding(tmp_path: Path, font: str) -> None:
    path = tmp_path / "a.htm"
    path.write_bytes(b"<p>" + font.encode() + encode(PLAN, "tcvn3").encode("latin-1"))
    reading = html.read(path)
    assert " ".join(line.text for line in reading.lines).lower() == " ".join(PLAN.split()).lower()
    assert "TCVN3" in (reading.pages[0].problem or "")


def test_only_text_in_legacy_fonts_is_converted() -> None:
    body = f'<p>Sở Y tế</p><p style="font-family: VNI-Times">{encode("Sở Tài chính", "vni")}</p>'
    assert texts(body) == ["Sở Y tế", "Sở Tài chính"]


# --- bad pages ---------------------------------------------------------------------------------


def test_a_page_that_would_be_cut_short_is_refused() -> None:
    with pytest.raises(UnreadableDocument, match="quá sâu"):
        html.read("<div>" * 1000 + "cuối")
    with pytest.raises(UnreadableDocument, match="quá nhiều|hơn"):
        html.read("<b>" * (MAX_TAGS + 1))


@pytest.mark.parametrize("content", ["", " ", "<", "<!--", "<html>", "\0"])
def test_nothing_is_read_from_nothing(content: str) -> None:
    try:
        assert not "".join(texts(content)).strip("<")
    except UnreadableDocument as error:
        assert " / " in str(error)


@pytest.mark.parametrize(
    "piece", ["<a ", '<a b="', "<!--", "<![CDATA[", "</", "<p>", "&#x", "<li>"]
)
def test_bad_pages_take_time_in_proportion_to_their_length(piece: str) -> None:
    short, long = (min(cpu_seconds(piece * n) for _ in range(2)) for n in (25_000, 100_000))
    assert long < 10 * max(short, 0.02), "four times the length: quadratic would be sixteen times"


def cpu_seconds(content: str) -> float:
    """Of this process alone, so that a busy machine changes nothing."""
    started = time.process_time()
    html.read(f"<p>đầu</p>{content}")
    return time.process_time() - started


def test_bytes_that_are_no_page(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(b"PK\x03\x04\0\0\0")
    with pytest.raises(UnreadableDocument):
        html.read(path)


_TAGS = ("p", "div", "b", "table", "tr", "td", "li", "ul", "ol", "br", "span", "h1", "nav", "pre")


@given(st.lists(st.tuples(st.sampled_from(_TAGS), st.booleans(), st.integers(0, 99)), max_size=40))
def test_no_word_is_lost_however_tags_are_mixed(parts: list[tuple[str, bool, int]]) -> None:
    body = "".join(f"<{'/' * closing}{tag}>w{n}x " for tag, closing, n in parts)
    reading = html.read(f"<p>đầu</p>{body}")
    found = " ".join([*(line.text for line in reading.lines), *reading.furniture])
    for _, _, n in parts:
        assert f"w{n}x" in found
    for line in reading.lines:
        assert line.text == " ".join(line.text.split())
        assert "\n" not in line.text
