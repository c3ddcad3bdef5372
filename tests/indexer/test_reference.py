import unicodedata

import pytest

from indexer import reference
from indexer.errors import TracuuError
from indexer.text import fold_chars


@pytest.fixture(scope="module")
def tables():
    return reference.load()


def test_a_missing_folder_says_what_to_set(monkeypatch, tmp_path):
    monkeypatch.setenv("TRACUU_CORPUS", str(tmp_path))
    with pytest.raises(TracuuError, match="TRACUU_CORPUS trỏ tới .* / No reference tables"):
        reference.load.__wrapped__()


def test_tables_are_read_once(tables):
    assert reference.load() is tables


def test_ids_are_unique(tables):
    for rows in (tables.provinces, tables.districts, tables.communes, tables.agencies):
        ids = [row.id for row in rows]
        assert len(ids) == len(set(ids)) > 0


def test_text_is_nfc(tables):
    for row in (*tables.provinces, *tables.agencies):
        assert unicodedata.is_normalized("NFC", row.name)
        assert row.name == row.name.strip()


def test_sixty_three_provinces_became_thirty_four(tables):
    today = [p for p in tables.provinces if not p.valid_to]
    assert len(today) == 34
    for place in tables.provinces:
        assert bool(place.valid_to) == bool(place.successors)
        assert set(place.successors) <= {p.id for p in today}


def test_a_former_province_is_found_by_any_spelling(tables):
    for written in ("Hải Dương", "tỉnh Hải Dương", "Hai Duong"):
        assert tables.province_by_name[fold_chars(written)].id == "hai-duong"
    former = tables.province_by_id["hai-duong"]
    assert former.successors == ("hai-phong",)
    assert former.id in tables.province_by_id["hai-phong"].merged_from


def test_districts_and_communes_lie_in_provinces(tables):
    provinces = tables.province_by_id
    assert all(p.province in provinces for p in (*tables.districts, *tables.communes))
    communes = {c.id for c in tables.communes}
    assert all(set(d.successors) <= communes for d in tables.districts)


def test_agencies_succeed_agencies(tables):
    for row in tables.agencies:
        assert set(row.successors) <= set(tables.agency_by_id), row.id


def test_no_alias_is_its_own_name(tables):
    for row in tables.agencies:
        assert row.name not in row.aliases, row.id


def test_short_forms_may_have_several_readings(tables):
    assert "ủy ban nhân dân" in tables.abbreviations["ubnd"]
    assert len(tables.abbreviations["tt"]) > 1
    assert all(longs for longs in tables.abbreviations.values())


def test_english_terms_lead_to_vietnamese_ones(tables):
    assert "sở" in tables.glossary["department"]
    assert all(key == key.lower() for key in tables.glossary)


def test_codes_in_document_numbers_name_their_issuer(tables):
    assert tables.issuers["TTg"] == "Thủ tướng Chính phủ"


def test_a_row_of_levels_names_units_of_one_level(tables):
    of_each = ({"xã", "phường", "thị trấn", "đặc khu"}, {"huyện", "quận", "thị xã", "thành phố"})
    for row, units in zip(tables.levels, of_each, strict=True):
        named = {unit for term in row for unit in term.split(", ")}
        assert named - {"cấp xã", "cấp huyện"} == units


def test_synonyms_come_in_groups(tables):
    assert all(len(group) >= 2 for group in tables.synonyms)
