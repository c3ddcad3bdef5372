import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import paragraphs
from indexer.readers.lines import Line
from tests.indexer import papers

WIDTH = 76


def texts(source):
    return [block.text for block in papers.blocks(source)]


def wrap(*written, gap="\n"):
    """Paragraphs as a PDF tool leaves them: wrapped, ``gap`` between all lines."""
    return gap.join(line for text in written for line in textwrap.wrap(text, WIDTH))


FILLER = (
    "Tuyên truyền để học sinh, giáo viên và phụ huynh cùng trồng, chăm sóc và bảo vệ cây xanh "
    "trong sân trường, dọc đường làng và quanh nhà văn hóa của thôn, bản theo lịch đã thống nhất."
)


class TestWrappedText:
    @pytest.mark.parametrize("gap", ["\n", "\n\n"])
    def test_lines_of_a_paragraph_are_joined(self, gap):
        assert texts(wrap(FILLER, f"- {FILLER}", f"2. {FILLER}", gap=gap)) == [
            FILLER,
            f"- {FILLER}",
            f"2. {FILLER}",
        ]

    def test_a_number_cut_by_the_line_is_whole_again(self):
        source = wrap(FILLER) + "\nCăn cứ Nghị quyết số 05/NQ-\n\nHĐND ngày 29/4/2023 của tỉnh.\n"
        assert "05/NQ-HĐND ngày" in texts(source)[-1]

    def test_a_dash_at_the_line_end_that_is_no_number_keeps_its_space(self):
        assert paragraphs.join(["người dân -", "doanh nghiệp"]) == "người dân - doanh nghiệp"

    @pytest.mark.parametrize(
        ("first", "second"),
        [
            ("13. Ủy ban Mặt trận Tổ quốc tỉnh và các tổ chức chính trị", "- xã hội"),
            ("1. Giao nhiệm vụ trồng cây này cho riêng ngành Lao động", "– thương binh và xã hội."),
            ("Đội kiểm tra trồng rừng và giữ rừng của tỉnh (gọi là Đội", "178) và các đội khác."),
            (
                "theo Nghị định về khoanh nuôi rừng ban hành ngày 15 tháng 10 năm",
                "2004 của Chính phủ.",
            ),
            ("phấn đấu tỉ lệ ấy đạt 30% ở cấp tỉnh và ít nhất đạt mức", "20% ở cấp xã."),
            (
                "trồng cây gắn với phong trào phòng, chống ma túy và phòng, chống",
                "HIV/AIDS tại xã.",
            ),
            (
                "phối hợp triển khai với các đơn vị thuộc liên ngành, các Sở, Bộ",
                "Giáo dục và Đào tạo.",
            ),
            (
                "Mọi trường học trong huyện cùng trồng cây trong giai đoạn 2026",
                "- 2030 theo lộ trình.",
            ),
        ],
    )
    def test_a_line_that_goes_on_the_line_before(self, first, second):
        source = wrap(FILLER, FILLER) + f"\n{first}\n{second}\n" + wrap(f"- {FILLER}")
        assert any(f"{first} {second}" in found for found in texts(source))

    def test_a_bullet_may_begin_small_under_a_short_heading(self):
        source = wrap(FILLER) + "\n2. Yêu cầu\n- đúng thời vụ;\n- tiết kiệm.\n" + wrap(FILLER)
        assert texts(source)[1:4] == ["2. Yêu cầu", "- đúng thời vụ;", "- tiết kiệm."]

    def test_a_heading_over_two_lines(self):
        heading = (
            "4. Trồng, chăm sóc, bảo vệ cây xanh trong trường học và dọc các tuyến đường "
            "liên thôn, liên bản của các xã vùng cao"
        )
        source = wrap(FILLER, heading, f"- {FILLER}")
        assert texts(source)[1] == heading

    def test_a_heading_in_capitals_ends_where_the_capitals_end(self):
        source = (
            wrap(FILLER)
            + "\nI. MỤC ĐÍCH, YÊU CẦU VÀ PHẠM VI ÁP DỤNG CỦA KẾ\nHOẠCH\n"
            + wrap(FILLER)
        )
        assert texts(source)[1] == "I. MỤC ĐÍCH, YÊU CẦU VÀ PHẠM VI ÁP DỤNG CỦA KẾ HOẠCH"

    def test_an_indented_first_line_opens_a_paragraph_though_the_line_before_is_full(self):
        first = "Cây giống phải rõ nguồn gốc, đúng tuổi và không mang mầm bệnh nào ra vườn."
        second = (
            "Đất trồng cây phải được dọn cỏ, đào hố và\n"
            "bón lót trước khi trồng mười ngày để cây con sớm bén rễ."
        )
        filler = wrap(*[FILLER] * 4)
        assert len(first) >= paragraphs.SHORT * WIDTH
        found = texts(f"{filler}\n{first}\n{second}\n")
        assert found[-2:] == [first, second.replace("\n", " ")]


class TestUnwrappedText:
    LONG = FILLER * 2

    def test_every_line_is_a_paragraph(self):
        source = f"{self.LONG}\n\n{self.LONG}\n\n- {self.LONG}"
        assert texts(source) == [self.LONG, self.LONG, f"- {self.LONG}"]

    @pytest.mark.parametrize(
        ("first", "second"),
        [
            ("hướng dẫn cộng", "đồng trong công tác trồng cây."),
            ("3. Đề nghị Hội Nông dân, các hội và", "đoàn thể khác."),
            ("(Kèm theo Kế hoạch số:", "/KH-UBND ngày 5/3/2024)"),
            ("2.3.", "Công an tỉnh"),
            ("III.", "NHIỆM VỤ, GIẢI PHÁP"),
            ("đo tổng chất rắn lơ lửng", "(tính theo mét khối) mỗi tháng."),
        ],
    )
    def test_a_false_break_is_mended(self, first, second):
        source = f"{self.LONG}\n\n{first}\n\n{second}\n\n{self.LONG}"
        assert texts(source) == [self.LONG, f"{first} {second}", self.LONG]

    def test_a_bare_number_does_not_swallow_the_next_one(self):
        assert texts(f"{self.LONG}\n\n1.\n\n2. Sở Y tế\n\n{self.LONG}")[1:3] == ["1.", "2. Sở Y tế"]


WRAPPED = textwrap.fill(f"{FILLER} " * 4, 80)


class TestMarkdown:
    def test_bold_ends_a_heading(self):
        source = f"**1. Sở Y tế**\n{FILLER}\n\n**2. Sở Tài chính**\n{FILLER}"
        assert [b.text for b in papers.blocks_md(source)] == [
            "1. Sở Y tế",
            FILLER,
            "2. Sở Tài chính",
            FILLER,
        ]

    def test_a_bold_heading_broken_in_two_is_one(self):
        source = f"**IV. TỔ\n\nCHỨC THỰC HIỆN**\n\n{FILLER}"
        assert papers.blocks_md(source)[0].text == "IV. TỔ CHỨC THỰC HIỆN"

    def test_a_bold_run_goes_over_the_line_end(self):
        source = f"**3.1. Bằng khen của Thủ\ntướng: **Theo quy định.\n\n{FILLER}"
        assert papers.blocks_md(source)[0].text == "3.1. Bằng khen của Thủ tướng: Theo quy định."

    def test_two_headings_in_one_bold_run_are_two(self):
        source = f"**I. MỤC ĐÍCH\n1. Yêu cầu**\n\n{FILLER}"
        assert [b.text for b in papers.blocks_md(source)][:2] == ["I. MỤC ĐÍCH", "1. Yêu cầu"]

    def test_a_short_first_line_ends_no_paragraph_set_off_by_blank_ones(self):
        bullets = "- Cấp tỉnh:\nKhông quá 05 cây;\n\n- Cấp xã:\n10 cây."
        source = f"{WRAPPED}\n\n{bullets}\n\n{WRAPPED}"
        assert [b.text for b in papers.blocks_md(source)][1:3] == [
            "- Cấp tỉnh: Không quá 05 cây;",
            "- Cấp xã: 10 cây.",
        ]

    def test_a_document_number_at_a_line_start_opens_nothing(self):
        source = f"Căn cứ Nghị quyết số\n71/NQ-CP ngày 01/4/2025 về trồng cây;\n\n{WRAPPED}"
        assert papers.blocks_md(source)[0].text.startswith("Căn cứ Nghị quyết số 71/NQ-CP ngày")

    def test_what_a_plan_rests_on_goes_on_to_its_semicolon(self):
        first = "Thực hiện Quyết định số 12/QĐ-TTg ngày 28/9/2021 của Thủ tướng"
        source = wrap(FILLER) + f"\n{first}\nChính phủ về việc trồng cây;\n" + wrap(FILLER)
        assert f"{first} Chính phủ về việc trồng cây;" in texts(source)

    def test_a_title_that_begins_so_ends_at_its_line(self):
        title = "Thực hiện trồng cây trên địa bàn tỉnh và các xã năm 2024"
        source = wrap(FILLER) + f"\n{title}\n" + wrap(FILLER)
        assert title in texts(source)

    def test_rows_stand_alone(self):
        source = f"{FILLER}\n\n| TT | Việc |\n|---|---|\n| 1 | - tưới cây |\n\nhết bảng."
        found = papers.blocks_md(source)
        assert [b.cells for b in found] == [None, ("TT", "Việc"), ("1", "- tưới cây"), None]
        assert found[2].marker is None


def test_no_lines_are_no_blocks():
    assert paragraphs.blocks([]) == []


SENTENCES = st.lists(
    st.sampled_from(FILLER.rstrip(".").replace(",", "").lower().split()), min_size=3, max_size=60
).map(lambda words: " ".join(words).capitalize() + ".")


@given(
    st.lists(
        st.tuples(st.sampled_from(["1. ", "a) ", "- ", "+ "]), SENTENCES), min_size=1, max_size=12
    ),
    st.integers(60, 100),
    st.sampled_from(["\n", "\n\n"]),
)
def test_marked_sentences_survive_any_wrapping(written, width, gap):
    wanted = [mark + sentence for mark, sentence in written]
    wrapped = gap.join(line for text in wanted for line in textwrap.wrap(text, width))
    assert texts(wrapped) == wanted


LINES = st.builds(
    Line,
    st.text(alphabet="aăBĐ1.,;:()-+/ IV%", min_size=1, max_size=40).filter(
        lambda t: t.strip() == t != ""
    ),
    gap=st.booleans(),
    indent=st.booleans(),
    bold=st.booleans(),
    continues=st.booleans(),
    cells=st.sampled_from([None, None, None, ("1", "a")]),
)


@given(st.lists(LINES, max_size=30))
def test_nothing_is_lost_and_nothing_changes_places(found):
    joined = "".join(block.text for block in paragraphs.blocks(found))
    assert joined.replace(" ", "") == "".join(line.text for line in found).replace(" ", "")
