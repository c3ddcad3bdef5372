"""Word files: what Word shows is what is read."""

from __future__ import annotations

import html
import os
import re
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from indexer.paragraphs import blocks
from indexer.readers import docx, docx_numbering
from indexer.segment import segment
from indexer.text import nfc
from tests.indexer.words import (
    level,
    lists,
    numbered,
    p,
    part,
    problem,
    read,
    run,
    table,
    tc,
    texts,
    tr,
)

REAL = Path(os.environ.get("TRACUU_SHARED", Path(__file__).parents[3] / "shared")) / "plans/docx"


# --- automatic numbering -----------------------------------------------------------------------


def test_levels_number_restart_and_show_their_parents(tmp_path: Path) -> None:
    plan = (
        level(0, "upperRoman", "%1.")
        + level(1, "decimal", "%2.")
        + level(2, "decimal", "%2.%3.")
        + level(3, "lowerLetter", "%4)")
    )
    body = "".join(numbered("việc", 1, n) for n in (0, 1, 1, 2, 2, 3, 3, 1, 2, 0, 1, 0))
    found = texts(read(tmp_path, body, {"numbering": lists(plan)}))
    assert [t.split()[0] for t in found] == [
        *("I.", "1.", "2.", "2.1.", "2.2.", "a)", "b)", "3.", "3.1.", "II.", "1.", "III.")
    ]


def test_a_bullet_is_a_dash_and_a_plus_stays_one(tmp_path: Path) -> None:
    plan = level(0, "bullet", "\uf0b7") + level(1, "bullet", "+") + level(2, "bullet", "o")
    body = numbered("một", 1) + numbered("hai", 1, 1) + numbered("ba", 1, 2)
    found = texts(read(tmp_path, body, {"numbering": lists(plan)}))
    assert found == ["- một", "+ hai", "- ba"]


def test_lists_of_one_kind_go_on_unless_told_to_start_anew(tmp_path: Path) -> None:
    nums = (
        '<w:num w:numId="8"><w:abstractNumId w:val="1"/></w:num>'
        '<w:num w:numId="9"><w:abstractNumId w:val="1"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    body = "".join(numbered("x", n) for n in (1, 8, 9, 9, 1))
    numbering = lists(level(0, "decimal", "Điều %1."), nums=nums)
    found = texts(read(tmp_path, body, {"numbering": numbering}))
    assert [t.removesuffix(" x") for t in found] == [
        *("Điều 1.", "Điều 2.", "Điều 1.", "Điều 2.", "Điều 3.")
    ]


def test_a_level_may_never_restart_and_may_be_legal(tmp_path: Path) -> None:
    plan = level(0, "upperRoman", "%1.") + level(
        1, "lowerLetter", "%1.%2", '<w:lvlRestart w:val="0"/><w:isLgl/>'
    )
    body = "".join(numbered("x", 1, n) for n in (0, 1, 0, 1))
    found = texts(read(tmp_path, body, {"numbering": lists(plan)}))
    assert [t.split()[0] for t in found] == ["I.", "1.1", "II.", "2.2"]


def test_styles_bring_their_lists_and_a_paragraph_can_leave_them(tmp_path: Path) -> None:
    styles = part(
        "styles",
        '<w:style w:type="paragraph" w:styleId="Muc"><w:name w:val="Mục"/><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Con"><w:name w:val="Con"/>'
        '<w:basedOn w:val="Muc"/></w:style>',
    )
    numbering = lists(level(0, "decimal", "%1.", '<w:pStyle w:val="Muc"/>'))
    body = (
        p("một", '<w:pStyle w:val="Muc"/>')
        + p("hai", '<w:pStyle w:val="Con"/>')
        + p("không", '<w:pStyle w:val="Muc"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    )
    found = texts(read(tmp_path, body, {"numbering": numbering, "styles": styles}))
    assert found == ["1. một", "2. hai", "không"]


@pytest.mark.parametrize(
    ("number", "form", "label"),
    [
        (4, "upperRoman", "IV"),
        (49, "lowerRoman", "xlix"),
        (5, "lowerLetter", "e"),
        (28, "upperLetter", "BB"),
        (7, "decimalZero", "07"),
        (3, "vietnameseCounting", "3"),
        (0, "lowerLetter", ""),
    ],
)
def test_numerals(number: int, form: str, label: str) -> None:
    assert docx_numbering.numeral(number, form) == label


def test_a_column_of_numbers_made_by_word_is_read(tmp_path: Path) -> None:
    rows = [tr("TT", "Nhiệm vụ")]
    rows += [tr(tc(numbered("", 1)), f"Việc {n}") for n in (1, 2)]
    reading = read(tmp_path, table(*rows), {"numbering": lists(level(0, "decimal", "%1."))})
    assert [line.cells for line in reading.lines] == [
        ("TT", "Nhiệm vụ"),
        ("1.", "Việc 1"),
        ("2.", "Việc 2"),
    ]


# --- text --------------------------------------------------------------------------------------


def test_insertions_stay_and_deletions_go(tmp_path: Path) -> None:
    body = (
        p(inside=run("Sở Y tế ")
        + f"<w:ins>{run('chủ trì')}</w:ins>"
        + "<w:del><w:r><w:delText>phối hợp</w:delText></w:r></w:del>"
        + f"<w:moveFrom>{run(' cũ')}</w:moveFrom><w:moveTo>{run(' mới')}</w:moveTo>")
        + p("Đoạn bị nối", "<w:rPr><w:del/></w:rPr>")
        + p(" với đoạn sau.")
        + table(tr("Còn", "1"), tr("Còn nữa", "2"))
        + table(f"<w:tr><w:trPr><w:del/></w:trPr>{tc(p('Đã xóa'))}</w:tr>", tr("Giữ", "3"))
    )  # fmt: skip
    assert texts(read(tmp_path, body)) == [
        *("Sở Y tế chủ trì mới", "Đoạn bị nối với đoạn sau.", "Còn | 1", "Còn nữa | 2", "Giữ | 3")
    ]


def test_bold_by_run_by_style_and_switched_off(tmp_path: Path) -> None:
    styles = part(
        "styles",
        '<w:style w:type="paragraph" w:styleId="H4"><w:name w:val="heading 4"/>'
        "<w:rPr><w:b/></w:rPr></w:style>"
        '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/>'
        '<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
        '<w:style w:type="character" w:styleId="Dam"><w:name w:val="Đậm"/>'
        "<w:rPr><w:b/></w:rPr></w:style>",
    )
    body = (
        p(inside=run("đậm", "<w:b/>"))
        + p("đậm vì kiểu", '<w:pStyle w:val="H4"/>')
        + p("", '<w:pStyle w:val="H4"/>', run("- Thân bài mượn kiểu đề mục", '<w:b w:val="0"/>'))
        + p("Đề mục không đậm", '<w:pStyle w:val="H1"/>')
        + p(inside=run("kiểu chữ", '<w:rStyle w:val="Dam"/>'))
        + p(inside=run("một phần ", "<w:b/>") + run("đậm, phần lớn thì không"))
        + p("thường")
    )
    found = [line.bold for line in read(tmp_path, body, {"styles": styles}).lines]
    assert found == [True, True, False, True, True, False, False]


def test_small_characters_links_fields_and_symbols(tmp_path: Path) -> None:
    body = p(
        inside=run("05/NQ")
        + "<w:r><w:noBreakHyphen/></w:r>"
        + run("HĐND,")
        + "<w:r><w:tab/></w:r>"
        + f"<w:hyperlink>{run('liên kết')}</w:hyperlink>"
        + '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
        + f'<w:fldSimple w:instr="DATE">{run(" ngày 1")}</w:fldSimple>'
        + '<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>'
        + run("90% ")
        + "<m:oMath><m:r><m:t>x+1</m:t></m:r></m:oMath>"
    )
    assert texts(read(tmp_path, body)) == ["05/NQ-HĐND, liên kết ngày 1≥90% x+1"]


def test_soft_breaks_part_paragraphs_only_where_a_sentence_or_heading_ends(tmp_path: Path) -> None:
    br = "<w:r><w:br/></w:r>"
    body = (
        p(inside=run("giải quyết") + br + run("đơn thư theo quy định."))
        + p(inside=run("1. Mục đích") + br + run("Triển khai Luật."))
        + p(inside=run("Hai việc:") + br + run("- Một;") + br + run("- Hai."))
        + p(inside=run("KẾ HOẠCH") + br + run("Triển khai công tác"))
        + p(inside=run("chính trị") + br + run("- xã hội"))
    )
    assert texts(read(tmp_path, body)) == [
        "giải quyết đơn thư theo quy định.",
        "1. Mục đích Triển khai Luật.",
        *("Hai việc:", "- Một;", "- Hai.", "KẾ HOẠCH", "Triển khai công tác"),
        "chính trị - xã hội",
    ]


def test_footnotes_stand_after_the_text_and_not_in_it(tmp_path: Path) -> None:
    notes = part(
        "footnotes",
        f'<w:footnote w:type="separator" w:id="-1">{p("----")}</w:footnote>'
        f'<w:footnote w:id="2">{p("Luật số 1.")}</w:footnote>'
        f'<w:footnote w:id="1">{p("Luật số 2.")}{p("Đoạn hai.")}</w:footnote>',
    )
    body = p(
        inside=run("Theo luật")
        + '<w:r><w:footnoteReference w:id="2"/></w:r>'
        + run(" và nghị định")
        + '<w:r><w:footnoteReference w:id="1"/></w:r>'
    ) + p("Hết.")
    assert texts(read(tmp_path, body, {"footnotes": notes})) == [
        *("Theo luật và nghị định", "Hết.", "[1] Luật số 1.", "[2] Luật số 2.", "Đoạn hai.")
    ]


def test_a_text_box_is_read_once(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{p('DỰ THẢO')}</w:txbxContent>"
    body = p(
        "Trước",
        inside="<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>"
        f"{box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r>",
    )
    assert texts(read(tmp_path, body)) == ["Trước", "DỰ THẢO"]


def test_what_is_left_out_is_reported(tmp_path: Path) -> None:
    contents = (
        "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/>"
        f"</w:docPartObj></w:sdtPr><w:sdtContent>{p('I. MỤC ĐÍCH 3')}</w:sdtContent></w:sdt>"
    )
    body = contents + p("Nội dung", inside=run(" ẩn", "<w:vanish/>"))
    reading = read(tmp_path, body, {"header1": part("hdr", p("MẬT") + p("2"))})
    assert texts(reading) == ["Nội dung"]
    assert set(reading.furniture) == {"I. MỤC ĐÍCH 3", "ẩn", "MẬT"}


def test_pictures_are_said(tmp_path: Path) -> None:
    reading = read(tmp_path, p("Chữ", inside="<w:r><w:drawing><wps:blip/></w:drawing></w:r>"))
    assert "1 hình ảnh" in problem(reading)


def test_text_in_a_legacy_font_is_converted_and_the_rest_is_not(tmp_path: Path) -> None:
    fonts = '<w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/>'
    capitals = '<w:rFonts w:ascii=".VnTimeH"/>'
    body = (
        p(inside=run("Céng hoµ x· héi chñ nghÜa ViÖt Nam", fonts))
        + p(inside=run("kÕ ho¹ch", capitals))
        + p("Sở Y tế, ngày 15/6.")
    )
    reading = read(tmp_path, body)
    assert texts(reading) == [
        *("Cộng hoà xã hội chủ nghĩa Việt Nam", "KẾ HOẠCH", "Sở Y tế, ngày 15/6.")
    ]
    assert "TCVN3" in problem(reading)


def test_unicode_text_in_a_legacy_font_is_left_alone(tmp_path: Path) -> None:
    fonts = '<w:rFonts w:ascii=".VnTime"/>'
    said = "Cộng hòa xã hội chủ nghĩa Việt Nam, Độc lập"
    reading = read(tmp_path, p(inside=run(said, fonts)))
    assert texts(reading) == [said]
    assert not problem(reading)


# --- tables ------------------------------------------------------------------------------------


def test_header_and_signature_are_read_block_after_block(tmp_path: Path) -> None:
    header = table(
        tr("UBND TỈNH A", "", "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        tr("SỞ Y TẾ", "", "Độc lập - Tự do - Hạnh phúc"),
        tr("Số: 12/KH-SYT", "", "A, ngày 1 tháng 2 năm 2026"),
    )
    sign = p(inside=run("KT. GIÁM ĐỐC") + "<w:r><w:br/></w:r>" + run("PHÓ GIÁM ĐỐC"))
    signature = table(tr(tc(p("Nơi nhận:") + p("- Như trên;")), tc(sign)))
    assert texts(read(tmp_path, header + signature)) == [
        *("UBND TỈNH A", "SỞ Y TẾ", "Số: 12/KH-SYT"),
        *("CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"),
        *("A, ngày 1 tháng 2 năm 2026", "Nơi nhận:", "- Như trên;"),
        *("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
    ]


def test_a_header_set_with_tabs(tmp_path: Path) -> None:
    tab = "<w:r><w:tab/></w:r>"
    body = p(inside=run("UBND TỈNH A") + tab + run("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"))
    body += p(inside=run("Số: 1/KH-UBND") + tab + run("A, ngày 1 tháng 2 năm 2026"))
    assert len(read(tmp_path, body).lines) == 4


def test_merged_cells(tmp_path: Path) -> None:
    start, more = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    reading = read(
        tmp_path,
        table(
            tr("TT", "Nhiệm vụ", "Chủ trì"),
            tr(tc(p("I. Nhóm việc"), '<w:gridSpan w:val="3"/>')),
            tr("1", "Việc một", tc(p("Sở Y tế"), start)),
            tr("2", "Việc hai", tc(p(), more)),
            tr("3", "Việc ba", "Sở Nội vụ"),
            tr("", "", ""),
        ),
    )
    assert [line.cells for line in reading.lines] == [
        ("TT", "Nhiệm vụ", "Chủ trì"),
        ("I. Nhóm việc", "", ""),
        ("1", "Việc một", "Sở Y tế"),
        ("2", "Việc hai", "Sở Y tế"),
        ("3", "Việc ba", "Sở Nội vụ"),
    ]


def test_a_table_in_a_cell_keeps_its_text_and_a_frame_is_no_table(tmp_path: Path) -> None:
    inner = table(tr("a", "b"), tr("c", "d"))
    framed = table(tr(tc(p("Trong khung") + inner)))
    nested = table(tr("1", tc(p("Ngoài") + inner)), tr("2", "x"))
    found = read(tmp_path, framed + nested).lines
    assert [line.text for line in found] == [
        *("Trong khung", "a | b", "c | d", "1 | Ngoài a|b c|d", "2 | x")
    ]


# --- pages -------------------------------------------------------------------------------------

RENDERED = "<w:r><w:lastRenderedPageBreak/></w:r>"
ASKED = '<w:r><w:br w:type="page"/></w:r>'
APP = "docProps/app.xml"


def pages(count: int) -> dict[str, str]:
    return {APP: f"<Properties><Pages>{count}</Pages></Properties>"}


def test_pages_are_counted_where_the_file_bears_them_out(tmp_path: Path) -> None:
    body = (
        p("một")
        + p(inside=RENDERED + run("hai"))
        + p(inside=run("vẫn hai ") + RENDERED + run("sang ba"))
        + p(inside=ASKED)
        + p(inside=RENDERED + run("bốn"))
    )
    reading = read(tmp_path, body, pages(4))
    assert [line.page for line in reading.lines] == [1, 2, 2, 4]
    assert [page.number for page in reading.pages] == [1, 2, 3, 4]


def test_pages_that_do_not_add_up_are_not_told(tmp_path: Path) -> None:
    reading = read(tmp_path, p("một") + p(inside=RENDERED + run("hai")), pages(9))
    assert {line.page for line in reading.lines} == {1}
    assert len(reading.pages) == 1


def test_a_row_over_two_pages_counts_once(tmp_path: Path) -> None:
    cell = tc(p(inside=run("đầu ") + RENDERED + run("cuối")))
    body = table(tr(cell, cell), tr("sau", "nữa")) + p("hết")
    assert [line.page for line in read(tmp_path, body, pages(2)).lines] == [1, 2, 2]


# --- real files --------------------------------------------------------------------------------

REAL_FILES = sorted(REAL.glob("*.docx")) if REAL.is_dir() else []
SECTIONS = {
    "04-ke-hoach": (["I", "II", "III"], 0, 4),
    "KH-2242_23.4.2026_Kiem-tra-cap-GCN-28-don-vi": (["I", "II", "III"], 10, 1),
    "KH-UBND-trien-khai-Chi-thi-11-CT-TU-QLNN-khoang-san": (["I", "II", "III", "IV", "V"], 16, 1),
}


def _letters(text: str) -> Counter[str]:
    return Counter(c for c in nfc(text) if c.isalnum())


@pytest.mark.gold
@pytest.mark.skipif(not REAL_FILES, reason="the real plans are not here")
@pytest.mark.parametrize("path", REAL_FILES, ids=lambda path: path.stem[:12])
def test_real_plans_lose_nothing_and_have_their_sections(path: Path) -> None:
    reading = docx.read(path)
    with zipfile.ZipFile(path) as archive:
        xml = (
            archive.read("word/document.xml").decode() + archive.read("word/footnotes.xml").decode()
        )
    said = re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", xml)
    read_ = "".join(" ".join(line.cells or (line.text,)) for line in reading.lines)
    assert not _letters(html.unescape("".join(said))) - _letters(read_)
    sections, rows, pages = SECTIONS[path.stem]
    clauses = segment(blocks(reading.lines))
    assert [c.path for c in clauses if c.kind == "section"] == sections
    assert sum(c.kind == "row" for c in clauses) == rows
    assert len(reading.pages) == pages
