"""What the figures of a clause are of."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.answer.figures import nearest_first, nearness
from tests.service.making import candidate, passage, question

_OF_OFFICIALS = (
    "Ít nhất 30% cán bộ, công chức, viên chức cấp tỉnh và cấp xã được tập huấn về can thiệp giảm "
    "hại, phòng, chống bạo lực, tư vấn, chăm sóc và hỗ trợ hòa nhập cộng đồng."
)
_OF_PEOPLE = "60% người cai nghiện được hỗ trợ hòa nhập cộng đồng."


def test_a_figure_beside_the_words_comes_before_one_far_from_them():
    asked = question("% hỗ trợ hòa nhập")
    far, near = (candidate(asked, passage(text)) for text in (_OF_OFFICIALS, _OF_PEOPLE))
    alike = [replace(far, score=1.0), replace(near, score=1.0)]
    assert [c.passage.text for c in nearest_first(asked, alike)] == [_OF_PEOPLE, _OF_OFFICIALS]


def test_a_clause_that_says_far_more_stays_first():
    asked = question("% hỗ trợ hòa nhập")
    far, near = (candidate(asked, passage(text)) for text in (_OF_OFFICIALS, _OF_PEOPLE))
    apart = [replace(far, score=20.0), replace(near, score=1.0)]
    assert nearest_first(asked, apart) == apart


@pytest.mark.parametrize(
    ("text", "share", "near"),
    [
        ("80% xã", True, True),
        ("80 phần trăm xã", True, True),
        ("80 xã", True, False),
        ("80 xã", False, True),
        ("năm 2026, các xã", False, False),
        ("các xã", False, False),
    ],
)
def test_only_figures_that_may_be_told_count(text, share, near):
    assert (nearness(["xa"], text, share) > 0) is near


@given(st.lists(st.text("axo", min_size=1, max_size=3), max_size=4), st.text(max_size=60))
def test_nearness_is_a_share(said, text):
    assert 0.0 <= nearness(said, text, share=False) <= 1.0
