import json

import pytest

from indexer import reference
from indexer.documents import DocumentInfo
from indexer.succession import Today, agency_today, day_of, place_today
from tests.quality.measures import shared


def info(**known):
    told = {"id": "x", "title": "x", "source": "x", "sha256": "0" * 64, "format": "text"}
    return DocumentInfo(**told, chars=1, **known)


def province(name, **known):
    return info(level="province", locality=name, province_id=known.pop("id"), **known)


class TestPlaces:
    @pytest.mark.parametrize(
        ("place", "day", "today", "since"),
        [
            ("hai-duong", "2023-02", "thành phố Hải Phòng", "2025-07-01"),
            ("bac-kan", "2021-11-01", "tỉnh Thái Nguyên", "2025-07-01"),
            ("thai-binh", "2025-06-30", "tỉnh Hưng Yên", "2025-07-01"),
            ("bac-ninh", "2025-11-20", "thành phố Bắc Ninh", "2026-09-20"),
        ],
    )
    def test_a_province_of_another_day(self, place, day, today, since):
        found = place_today(province("x", id=place, date=day))
        assert (found.name, found.since, found.basis) == (today, since, "read")
        assert found.source and found.former != today

    @pytest.mark.parametrize(
        ("place", "day"),
        [
            ("hai-duong", "2026-01-05"),
            ("hai-duong", "2025-07-01"),
            ("hai-phong", "2023-02"),
            ("ca-mau", "2021-01-01"),
            ("bac-ninh", "2026-10-01"),
            ("nowhere", "2021-01-01"),
        ],
    )
    def test_what_is_called_so_today_is_not_renamed(self, place, day):
        assert place_today(province("x", id=place, date=day)) is None

    def test_a_district_ended_and_has_no_one_heir(self):
        tuan_giao = info(level="district", locality="Tuần Giáo", province_id="dien-bien", year=2021)
        found = place_today(tuan_giao)
        assert (found.former, found.name, found.since) == (
            "huyện Tuần Giáo",
            None,
            "2025-07-01",
        )
        assert "xã Tuần Giáo" in found.into and "xã Pú Nhung" in found.into

    def test_a_commune_of_today_is_not_renamed(self):
        vinh_am = info(level="commune", locality="Vĩnh Am", province_id="hai-phong", year=2026)
        assert place_today(vinh_am) is None

    def test_a_former_commune_goes_into_one_of_today(self):
        old = info(level="commune", locality="Hòa Bình Thạnh", province_id="an-giang", year=2022)
        assert place_today(old).name == "xã An Châu"

    def test_of_several_with_one_name_none_is_asserted(self):
        old = info(level="commune", locality="Tân Tiến", province_id="hai-duong", year=2022)
        found = place_today(old)
        assert found is None or found.name in ("thành phố Hải Phòng", "xã Gia Lộc")

    def test_no_province_no_change(self):
        assert place_today(info(level="central", date="2020-01-01")) is None


class TestAgencies:
    def test_each_part_of_the_work_went_somewhere(self):
        heirs = {h.function: h.name for h in agency_today("Sở LĐTBXH", "2023-02")}
        assert heirs["phòng, chống tệ nạn xã hội, bảo trợ xã hội, trẻ em"] == "Sở Y tế"
        assert heirs["cai nghiện ma túy"] == "Công an tỉnh"

    @pytest.mark.parametrize(
        ("former", "today"),
        [
            ("Sở Kế hoạch và Đầu tư", "Sở Tài chính"),
            ("Sở Giao thông vận tải", "Sở Xây dựng"),
            ("Bộ LĐTBXH", "Bộ Nội vụ"),
            ("Ủy ban nhân dân cấp huyện", "Ủy ban nhân dân xã"),
            ("Cục Thuế tỉnh", "Thuế tỉnh"),
        ],
    )
    def test_a_verified_heir(self, former, today):
        found = agency_today(former, "2021")
        assert found[0].name == today
        assert found[0].basis == "read" and found[0].source

    @pytest.mark.parametrize("former", ["Trung tâm Y tế huyện", "Báo Hải Dương"])
    def test_an_unverified_change_names_nobody(self, former):
        found = agency_today(former, "2021")
        assert found
        assert {(h.name, h.basis) for h in found} == {(None, "unverified")}

    @pytest.mark.parametrize("day", ["2025-03-01", "2026", ""])
    def test_later_or_undated_documents_rename_nobody(self, day):
        assert agency_today("Sở LĐTBXH", day) == ()

    @pytest.mark.parametrize("name", ["Sở Y tế", "Câu lạc bộ Trồng rừng"])
    def test_who_still_stands_or_is_unknown(self, name):
        assert agency_today(name, "2021") == ()

    def test_the_day_is_the_date_or_the_year(self):
        assert day_of(info(date="2023-02", year=2023)) == "2023-02"
        assert day_of(info(year=2021)) == "2021"
        assert day_of(info()) == ""


class TestTable:
    def test_steps_name_agencies_of_the_table_and_their_last_day(self):
        tables = reference.load()
        for agency, steps in tables.successions.items():
            row = tables.agency_by_id[agency]
            for step in steps:
                assert step.successor in tables.agency_by_id
                assert (step.since, step.basis in ("read", "unverified")) == (row.valid_to, True)
                assert step.source
                assert row.status == "verified" or step.basis == "unverified"

    def test_every_agency_that_ended_has_a_step(self):
        tables = reference.load()
        ended = {a.id for a in tables.agencies if a.valid_to and a.successors}
        assert ended <= set(tables.successions)


GOLD = shared() / "gold" / "agency_changes.jsonl"


@pytest.mark.gold
@pytest.mark.skipif(not GOLD.exists(), reason=f"no {GOLD}: set TRACUU_SHARED")
def test_changes_read_by_hand_are_in_the_table():
    """What the gold read in a source is told; the names in one gold row are parted by "/"."""
    for line in GOLD.read_text("utf-8").splitlines():
        change = json.loads(line)
        read = [s["to"] for s in change["successors"] if s["basis"].startswith("read")]
        for former in change["name"].split(" / "):
            heirs: tuple[Today, ...] = agency_today(former.split(" (")[0], "2021")
            said = " ".join(h.name or "" for h in heirs)
            for to in read:
                first = to.split(" (")[0].split(" / ")[0]
                if former.startswith(("Sở", "Bộ", "Phòng")):
                    assert first in said, (former, first, said)
