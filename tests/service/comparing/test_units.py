"""What of a plan is compared."""

from __future__ import annotations

import pytest

from service.comparing.units import units_of
from tests.service.comparing.trees import told
from tests.service.pairs import IDS

LONG = "Tăng cường trồng rừng ở các xã vùng cao, chú trọng những nơi đất trống lâu năm có nguy cơ "
LONG += "sạt lở trong mùa mưa bão, lũ quét"


@pytest.mark.parametrize(
    ("text", "titled", "heading"),
    [
        (f"{LONG}.", False, False),
        (f"{LONG}, gồm:", False, True),  # leads to what is below
        (LONG, True, True),
        ("Trồng rừng", False, True),
    ],
)
def test_a_sentence_with_bullets_below_is_compared_itself(text, titled, heading):
    tree = {"I": text, "I.1": "Giao đất cho hộ dân", "I.2": "Cấp cây giống"}
    first, *below = told("a", tree, *(["I"] if titled else []))
    assert first.is_heading is heading
    assert [u.parent for u in below] == ["I", "I"]


def test_a_clause_that_names_the_body_again_does_not_stand_for_its_heading(pairs_index):
    for name in IDS:
        for unit in units_of(pairs_index, name):
            assert not unit.addressed & unit.charged_above
