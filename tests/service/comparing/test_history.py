"""How alike two years of a plan are."""

from __future__ import annotations

from service.comparing.history import alike
from service.comparing.rows import Line
from service.comparing.units import units_of
from tests.service.pairs import IDS

NINH_BINH, LAO_CAI, _ = IDS


def test_what_stands_under_the_same_heading_may_be_unlike(pairs_index):
    mine = [u for u in units_of(pairs_index, LAO_CAI) if u.paths[0].startswith("II")][:3]
    theirs = [u for u in units_of(pairs_index, NINH_BINH) if u.paths[0].startswith("II")][:3]
    assert [u.is_heading for u in (mine[0], theirs[0])] == [True, True]
    made = [
        Line({LAO_CAI: (mine[0],), NINH_BINH: (theirs[0],)}, 1.0, "NHIỆM VỤ"),
        Line({LAO_CAI: (mine[1],), NINH_BINH: (theirs[1],)}, 0.5, "NHIỆM VỤ"),
        Line({LAO_CAI: (mine[2],), NINH_BINH: ()}, 0.0, "NHIỆM VỤ"),
    ]
    assert alike(made, {LAO_CAI: mine, NINH_BINH: theirs[:2]}) == 0.25
    assert alike(made[:1], {LAO_CAI: mine[:1], NINH_BINH: theirs[:1]}) == 1.0
