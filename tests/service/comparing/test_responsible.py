"""Who has to act by a clause that plans are compared by."""

from __future__ import annotations

from dataclasses import replace

from service.comparing.responsible import responsible
from tests.service.making import agency, passage

ABOVE = agency("Sở Y tế", "coordinate", inherited=True)
PARTNER = replace(agency("Công an tỉnh", "coordinate"), partner=True)


def names(text: str, *bodies, inherited: bool = True) -> list[str]:
    found = responsible([passage(text, *bodies).clause], 0, inherited)
    return [body.as_written for body in found]


def test_a_clause_that_begins_with_coordinating_is_of_the_body_above_it():
    text = "Phối hợp với Công an tỉnh kiểm tra các chợ."
    assert names(text, PARTNER, ABOVE) == ["Sở Y tế"]
    assert names(text, PARTNER, ABOVE, inherited=False) == []


def test_a_partner_of_the_heading_is_not_in_charge():
    assert names("Phối hợp kiểm tra.", replace(ABOVE, partner=True)) == []


def test_who_leads_outweighs_the_heading():
    lead = agency("Sở Công Thương", "lead")
    assert names("Sở Công Thương chủ trì kiểm tra.", lead, ABOVE) == ["Sở Công Thương"]
