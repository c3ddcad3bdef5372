"""What the whole sequence of numbers tells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import sequence
from tests.indexer import papers


def texts(lines):
    return [block.text for block in papers.blocks("\n\n".join(lines))]


def paths(body):
    return list(papers.tree("KẾ HOẠCH\n\nTrồng cây\n\n" + "\n\n".join(body)))


class TestTwoUnitsOnOneLine:
    @pytest.mark.parametrize(
        ("lines", "expected"),
        [
            (
                ["a. Thời gian: tháng 3 b. Địa điểm trồng", "c. Số cây"],
                ["a. Thời gian: tháng 3", "b. Địa điểm trồng", "c. Số cây"],
            ),
            (["1. Mục đích 2. Yêu cầu", "3. Số cây"], ["1. Mục đích", "2. Yêu cầu", "3. Số cây"]),
            (
                ["a) Đào b) Trồng c) Tưới", "d) Chăm"],
                ["a) Đào", "b) Trồng", "c) Tưới", "d) Chăm"],
            ),
        ],
    )
    def test_the_missing_one_is_found_inside(self, lines, expected):
        assert texts(lines) == expected

    @pytest.mark.parametrize(
        "lines",
        [
            ["a) Theo điểm b) Điều 5", "b) Trồng cây"],
            ["1. Trồng cây 2. Tưới cây"],
            ["1. Trồng theo mục 5. Chương này", "3. Tưới cây"],
            ["a) Đào theo b. Trồng theo", "c) Chăm"],
        ],
    )
    def test_what_misses_nothing_stays_whole(self, lines):
        assert texts(lines) == lines


class TestListsInsideLists:
    def test_the_outer_list_goes_on(self):
        body = ["I. VIỆC", "1. Đào.", "2. Trồng.", "1. Sấu.", "3. Chăm.", "4. Tưới.", "II. TIỀN"]
        assert paths(body)[:6] == ["I", "I.1", "I.2", "I.2.1", "I.3", "I.4"]

    def test_a_sentence_leads_a_list_in(self):
        body = ["I. VIỆC", "1. Đào.", "2. Trồng.", "Cây phải là:", "1. Sấu.", "2. Xoài."]
        assert paths(body)[3:] == ["I.2.p1", "I.2.p1.1", "I.2.p1.2"]

    def test_a_list_that_only_begins_again_is_a_list_of_its_own(self):
        body = ["I. VIỆC", "1. Đào.", "2. Trồng.", "1. Sấu.", "2. Xoài.", "II. TIỀN"]
        assert paths(body)[:5] == ["I", "I.1", "I.2", "I.1~2", "I.2~2"]

    def test_after_an_inner_list_the_number_that_fits_is_continued(self):
        body = [
            "I. VIỆC",
            "1. Đào",
            "2. Trồng",
            "a) Cây:",
            "1. Sấu.",
            "2. Xoài.",
            "3. Chăm",
            "b) A",
        ]
        assert "I.2.a.3" in paths(body)
        body = ["I. VIỆC", "3. Đào", "a) Cây:", "1. Sấu.", "2. Xoài.", "4. Chăm", "a) Ai"]
        assert paths(body)[-2:] == ["I.4", "I.4.a"]


class TestParts:
    def test_parts_hold_sections(self):
        body = ["PHẦN THỨ NHẤT", "MỤC TIÊU", "I. CHUNG", "1. A", "PHẦN THỨ HAI", "VIỆC", "I. B"]
        assert paths(body) == ["I", "I.I", "I.I.1", "II", "II.I"]

    def test_a_part_is_named_on_the_next_line(self):
        assert texts(["Phần I", "Mục tiêu", "1. A"]) == ["Phần I Mục tiêu", "1. A"]


class TestParagraphsBetweenNumbers:
    SENTENCE = (
        "Rà soát diện tích đất trống trong khuôn viên các trường học, lập danh sách trường thiếu "
        "cây bóng mát, gửi Sở Giáo dục và Đào tạo tổng hợp."
    )

    def test_one_before_the_next_number_belongs_to_the_number(self):
        body = ["I. VIỆC", f"1. {self.SENTENCE}", "Ưu tiên vùng cao.", f"2. {self.SENTENCE}"]
        assert paths(body) == ["I", "I.1", "I.1.p1", "I.2"]

    def test_one_after_the_last_number_does_not(self):
        body = ["I. VIỆC", f"1. {self.SENTENCE}", "Ưu tiên vùng cao.", "II. TIỀN"]
        assert paths(body) == ["I", "I.1", "I.p1", "II"]


class TestTheClose:
    def test_the_last_paragraph_under_a_section_closes(self):
        body = ["I. TIỀN", "- Ngân sách tỉnh.", "Trồng cây là việc cấp bách, các sở làm sớm./."]
        assert paths(body)[-1] == "I.closing"

    def test_the_only_paragraph_of_a_section_is_its_own(self):
        assert paths(["I. A", "- B.", "II. BÁO CÁO", "Các sở báo cáo./."])[-1] == "II.p1"

    def test_a_heading_keeps_the_paragraph_it_needs(self):
        body = ["I. A", "1. Trường học", "Căn cứ Kế hoạch này, trồng cây.", "Trên đây là Kế hoạch."]
        assert paths(body)[2:] == ["I.1.p1", "I.closing"]


@given(st.lists(st.integers(1, 12), min_size=1, max_size=12))
def test_any_numbers_give_each_unit_a_place(numbers):
    body = [f"{n}. Việc số {k}." for k, n in enumerate(numbers)]
    found = papers.tree("KẾ HOẠCH\n\nTrồng cây\n\nI. VIỆC\n\n" + "\n\n".join(body))
    assert list(found.values())[1:] == body


@given(st.integers(1, 6), st.integers(2, 5))
def test_parting_is_done_once(first, many):
    """Blocks that were parted are parted no further."""
    line = " ".join(f"{first + k}. Việc thứ {k}" for k in range(many))
    blocks = papers.blocks(f"{line}\n\n{first + many}. Việc cuối")
    assert len(blocks) == many + 1
    assert sequence.part_units(blocks) == blocks
