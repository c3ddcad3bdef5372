import codecs
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import readers
from indexer.errors import UnreadableDocument
from indexer.readers import lines, markdown, text
from tests.indexer import papers


def refused(folder, source, name="ke-hoach.txt"):
    """The reason a file is refused with: Vietnamese first, then English."""
    with pytest.raises(UnreadableDocument) as caught:
        papers.reading(folder, source, name)
    vietnamese, _, english = str(caught.value).partition(" / ")
    assert any(not c.isascii() for c in vietnamese), caught.value
    assert english and english.isascii(), caught.value
    return english


def texts(reading):
    return [line.text for line in reading.lines]


class TestDecoding:
    @pytest.mark.parametrize(
        "data",
        [
            "Kế hoạch".encode(),
            codecs.BOM_UTF8 + "Kế hoạch".encode(),
            "Kế hoạch".encode("utf-16"),
            codecs.BOM_UTF16_BE + "Kế hoạch".encode("utf-16-be"),
            unicodedata.normalize("NFD", "Kế hoạch").encode(),
        ],
    )
    def test_unicode_in_any_form(self, data):
        assert readers.decode(data) == "Kế hoạch"

    def test_line_ends_of_other_systems(self):
        assert readers.decode(b"a\r\nb\rc") == "a\nb\nc"

    @given(st.text(alphabet=st.characters(blacklist_characters="\0", blacklist_categories=["Cs"])))
    def test_whatever_is_read_is_nfc(self, written):
        assert unicodedata.is_normalized("NFC", readers.decode(written.encode()))


class TestRefusals:
    def test_an_empty_file(self, tmp_path):
        assert "empty" in refused(tmp_path, b"")

    def test_a_file_without_words(self, tmp_path):
        assert "hardly any text" in refused(tmp_path, "\n 12 \n\n ... \n")

    def test_nul_bytes(self, tmp_path):
        assert "NUL" in refused(tmp_path, papers.PLAN.encode() + b"\0")

    @pytest.mark.parametrize(
        "data",
        [
            b"K\xea\xec ho\xf2ach tr\xf4\xccng c\xe2y",  # Windows-1258
            "Céng hoµ x· héi chñ nghÜa".encode("latin-1", "ignore"),  # TCVN3
        ],
    )
    def test_another_encoding(self, tmp_path, data):
        assert "save it again as UTF-8" in refused(tmp_path, data * 20)

    def test_half_a_utf16_character(self, tmp_path):
        assert "UTF-8" in refused(tmp_path, "Kế".encode("utf-16") + b"\x01")

    def test_an_old_font_encoding(self, tmp_path):
        written = "Céng hoµ x· héi chñ nghÜa ViÖt Nam §éc lËp - Tù do - H¹nh phóc " * 5
        [line] = papers.reading(tmp_path, written).lines
        assert line.text.startswith("Cộng hoà xã hội chủ nghĩa Việt Nam Độc lập")

    def test_letters_of_no_encoding(self, tmp_path):
        damaged = "Ceng hoz xw hei chj nghfa Vizt Nam Dec lzp - Tj do - Hfnh phfc " * 5
        assert "not Vietnamese, or damaged" in refused(tmp_path, damaged)

    def test_another_language(self, tmp_path):
        english = "The committee shall approve the school budget before the first of June. " * 5
        assert "not Vietnamese" in refused(tmp_path, english)

    def test_a_file_too_large(self, tmp_path, monkeypatch):
        monkeypatch.setattr(readers, "MAX_BYTES", 100)
        assert "too large" in refused(tmp_path, papers.PLAN)

    def test_a_line_too_long(self, tmp_path, monkeypatch):
        monkeypatch.setattr(readers, "MAX_LINE", 500)
        assert "line" in refused(tmp_path, papers.PLAN.replace("\n", " "))

    def test_broken_front_matter(self, tmp_path):
        assert "front matter" in refused(tmp_path, "---\ntitle: [\n---\n" + papers.PLAN, "a.md")


class TestChoice:
    def test_plain_text(self, tmp_path):
        assert papers.reading(tmp_path, papers.PLAN).format == "text"

    def test_markdown_by_name(self, tmp_path):
        assert papers.reading(tmp_path, papers.PLAN, "a.MD").format == "markdown"

    def test_markdown_by_its_marks(self, tmp_path):
        marked = papers.PLAN.replace("I. M", "## I. M").replace("\n1. ", "\n### 1. ")
        assert papers.reading(tmp_path, marked).format == "markdown"


class TestPlainText:
    def test_blank_lines_and_indentation_are_cues(self):
        found = text.read("I. A\n\n  thụt vào\nliền sau").lines
        assert [(x.gap, x.indent) for x in found] == [(True, False), (True, True), (False, False)]

    def test_runs_of_spaces_are_one(self):
        assert texts(text.read("Để   tiếp \t tục")) == ["Để tiếp tục"]

    def test_form_feeds_start_pages(self):
        assert [x.page for x in text.read("a\nb\n\fc\n\f\fd").lines] == [1, 1, 2, 4]

    @pytest.mark.parametrize(
        "furniture",
        [
            "https://vanban.example.vn/ke-hoach-77.aspx",
            "vanthu@laocai.example.vn",
            "2024-03-04T14:07:47+0700",
            "- 3 -",
            "12",
            "_______",
            "* * *".replace(" ", ""),
        ],
    )
    def test_furniture_is_left_out_but_kept_aside(self, furniture):
        reading = text.read(f"trồng cây trên\n{furniture}\nđồi trọc")
        assert texts(reading) == ["trồng cây trên", "đồi trọc"]
        assert reading.furniture == (furniture,)

    @pytest.mark.parametrize(
        "line", ["12 trường học", "- 3 trường -", "2024", "./.", "xem https://a.vn"]
    )
    def test_text_that_looks_a_little_like_furniture_stays(self, line):
        assert texts(text.read(line)) == [line]

    @given(st.text())
    def test_no_line_is_empty(self, written):
        assert all(line.text.strip() for line in text.read(written).lines)


class TestMarkdown:
    def test_front_matter(self):
        reading = markdown.read("---\ntitle: Kế hoạch\nyear: 2024\n---\n# I. Mục tiêu\n")
        assert reading.meta == {"title": "Kế hoạch", "year": 2024}
        assert texts(reading) == ["I. Mục tiêu"]

    def test_rules_are_not_front_matter(self):
        assert markdown.read("---\nchỉ là chữ\n---\nthân").meta == {}
        assert texts(markdown.read("thân\n\n---\n\nthân nữa")) == ["thân", "thân nữa"]

    @pytest.mark.parametrize(
        ("raw", "clean"),
        [
            ("## **II.** MỤC TIÊU", "II. MỤC TIÊU"),
            ("**1.** *Sở Y tế*", "1. Sở Y tế"),
            ("> Bản tóm lược", "Bản tóm lược"),
            ("[Quyết định 12](https://a.vn/x_(1).html) ngày", "Quyết định 12 ngày"),
            ("![con dấu](dau.png) Nơi nhận", "con dấu Nơi nhận"),
            ("a<br>b <strong>c</strong>", "a b c"),
            (r"1\. Mục đích \- yêu cầu", "1. Mục đích - yêu cầu"),
            ("* trồng cây", "- trồng cây"),
            ("*trồng cây*", "trồng cây"),
            ("`mã`", "mã"),
            ("Số lượng < 5 và > 3", "Số lượng < 5 và > 3"),
        ],
    )
    def test_marks_of_the_format_are_removed(self, raw, clean):
        assert markdown.clean_inline(raw) == clean

    def test_bold_runs_over_lines(self):
        found = markdown.read("**III. TỔ\nCHỨC**\n\nthân bài").lines
        assert [x.bold for x in found] == [True, True, False]

    def test_a_bold_run_goes_on_over_a_false_paragraph_break(self):
        found = markdown.read("**III. TỔ\n\nCHỨC THỰC HIỆN**\n\nthân bài").lines
        assert [x.continues for x in found] == [False, True, False]

    def test_furniture(self):
        reading = markdown.read("trồng cây\n\nhttps://a.vn/b\n\ntrên đồi")
        assert texts(reading) == ["trồng cây", "trên đồi"]
        assert reading.furniture == ("https://a.vn/b",)


class TestTables:
    def cells(self, source):
        return [line.cells for line in markdown.read(source).lines]

    def test_pipe_tables(self):
        source = "| TT | Nhiệm vụ |\n|---|:---:|\n| 1 | **Trồng** cây |\n| | Tưới |"
        assert self.cells(source) == [("TT", "Nhiệm vụ"), ("1", "Trồng cây"), ("", "Tưới")]

    def test_a_bar_inside_a_cell_parts_nothing(self):
        source = "| TT | Nhiệm vụ |\n|---|---|\n| 1 | Tưới \\| bón |"
        assert self.cells(source)[-1] == ("1", "Tưới|bón")

    def test_one_cell_a_line(self):
        source = "|\nTT\n|\nNhiệm vụ\n|\n|\n1\n|\nTrồng\ncây\n|\n"
        assert self.cells(source) == [("TT", "Nhiệm vụ"), ("1", "Trồng cây")]

    def test_empty_cells_are_told_by_the_count_of_columns(self):
        source = "|\nTT\n|\nViệc\n|\nAi\n|\n|\n1\n|\n|\nSở Y tế\n|\n|\n2\n|\nTưới\n|\n|\n|\n"
        assert self.cells(source) == [
            ("TT", "Việc", "Ai"),
            ("1", "", "Sở Y tế"),
            ("2", "Tưới", ""),
        ]

    def test_group_rows_have_fewer_cells(self):
        source = "|\nTT\n|\nViệc\n|\nAi\n|\n|\nI\n|\nTRỒNG CÂY\n|\n|\n1\n|\nĐào hố\n|\nSở Y tế\n|\n"
        assert self.cells(source) == [
            ("TT", "Việc", "Ai"),
            ("I", "TRỒNG CÂY"),
            ("1", "Đào hố", "Sở Y tế"),
        ]

    def test_text_after_a_table_is_no_cell(self):
        source = "|\nTT\n|\nViệc\n|\n|\n1\n|\nTrồng\n|\n\nCăn cứ kế hoạch này, các sở triển khai."
        found = markdown.read(source).lines
        assert [x.cells for x in found] == [("TT", "Việc"), ("1", "Trồng"), None]
        assert found[-1].text.startswith("Căn cứ")

    def test_a_row_shows_its_filled_cells(self):
        assert lines.row(["1", "", "Sở Y tế"]).text == "1 | Sở Y tế"

    def test_a_page_number_inside_a_table_is_a_cell(self):
        source = "|\nTT\n|\nSố cây\n|\n|\n1\n|\n12\n|\n"
        assert self.cells(source)[-1] == ("1", "12")

    @given(st.text(alphabet="|\n ab1*#-", max_size=60))
    def test_any_mixture_of_bars_ends(self, written):
        found = markdown.read(written).lines
        assert sum(c in "ab1" for line in found for c in line.text) <= sum(
            c in "ab1" for c in written
        )


@pytest.mark.parametrize("suffix", readers.SUFFIXES)
def test_an_empty_file_is_said_to_be_empty(tmp_path, suffix):
    path = tmp_path / f"a{suffix}"
    path.touch()
    with pytest.raises(UnreadableDocument, match="Tệp rỗng"):
        readers.read(path)
