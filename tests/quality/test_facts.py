"""Facts against three plans read by hand, fact by fact, and the metadata of every file by eye.

Needs the plans and gold files of ``../shared`` (or ``$TRACUU_SHARED``); nothing of them is here.
"""

from __future__ import annotations

import json
from collections import defaultdict
from functools import lru_cache

import pytest

from indexer.documents import Document
from tests.quality import facts_measures, real
from tests.quality.facts_measures import Count
from tests.quality.measures import gold_units, shared

GOLD = sorted((shared() / "gold").glob("clauses-*.jsonl"))
DOCUMENTS = shared() / "gold" / "documents.jsonl"
PLANS = shared() / "plans"

pytestmark = [
    pytest.mark.gold,
    pytest.mark.skipif(not GOLD or not PLANS.is_dir(), reason=f"no gold files in {shared()}"),
]


def read(name: str) -> Document:
    path = next(PLANS.rglob(f"{name}.*"))
    return real.document(path)


@lru_cache
def measured() -> dict[str, Count]:
    """All counts of all three plans together."""
    total: dict[str, Count] = defaultdict(Count)
    rows = [json.loads(line) for line in DOCUMENTS.read_text("utf-8").splitlines()]
    for path in GOLD:
        document = read(path.stem.removeprefix("clauses-"))
        gold = gold_units(path)
        row = next(r for r in rows if r["doc"] == document.info.id)
        for part in (
            facts_measures.bodies(document, gold),
            facts_measures.targets(document, gold),
            facts_measures.cited(document, row),
        ):
            for name, count in part.items():
                _sum(total[name], count)
    return total


def _sum(total: Count, count: Count) -> None:
    for name in ("gold", "found", "said", "right", "missed"):
        setattr(total, name, getattr(total, name) + getattr(count, name))


#: Fact, recall at least, precision at least (None: the gold lists no more than it wants found);
#: a little under what was measured on 2026-11-26.
LINES = [
    ("addressees", 0.97, 0.97),  # 115 of 117, 115 of 117
    ("roles", 0.98, 0.98),  # 69 of 69
    ("partners", 0.96, 0.96),  # 33 of 33
    ("value", 0.97, 0.94),  # 31 of 31, 31 of 32
    ("comparison", 0.96, 0.90),  # 32 of 32, 32 of 34
    ("of", 0.80, None),  # 28 of 34
    ("cited", 0.99, None),  # 13 of 13
    ("date", 0.99, None),  # 13 of 13
    ("issuer", 0.90, None),  # 12 of 13: the other is a joint one
]


@pytest.mark.parametrize(("fact", "recall", "precision"), LINES)
def test_no_step_back(fact: str, recall: float, precision: float | None) -> None:
    count = measured()[fact]
    assert count.gold and count.recall >= recall, "\n".join(count.missed)
    assert precision is None or count.precision >= precision, "\n".join(count.missed)


#: Read off every file by eye on 2026-11-26: level, place, province, number, date, years, signer,
#: beginning of the issuer's name, what it comes from. A number or date that the copy leaves blank,
#: or that a pen filled in on a scan, is None or as far as it is printed.
_LAO_CAI = ("province", "Lào Cai", "Lào Cai")
_HA_NOI = ("province", "Hà Nội", "Hà Nội")
_CENTRAL = ("central", None, None)
METADATA = {
    "bac-ninh-141-kh-ubnd-2025": (
        *("province", "Bắc Ninh", "Bắc Ninh", "141/KH-UBND", "2025-11-20", 2026, 2030),
        *("Phạm Văn Thịnh", "Ủy ban nhân dân tỉnh", "66-NQ/TW"),
    ),
    "bac-ninh-144-kh-ubnd-2025": (
        *("province", "Bắc Ninh", "Bắc Ninh", "144/KH-UBND", "2025-11-24", 2026, 2030),
        *("Mai Sơn", "Ủy ban nhân dân tỉnh", "57-NQ/TW"),
    ),
    "can-tho-157-kh-ubnd-2025": (
        *("province", "Cần Thơ", "Cần Thơ", "157/KH-UBND", "2025-11-18", 2025, 2025),
        *("Nguyễn Thị Ngọc Điệp", "Ủy ban nhân dân thành phố", "21/CT-TTg"),
    ),
    "can-tho-160-kh-ubnd-2025": (
        *("province", "Cần Thơ", "Cần Thơ", "160/KH-UBND", "2025-11-19", 2025, 2025),
        *("Trần Chí Hùng", "Ủy ban nhân dân thành phố", None),
    ),
    "dak-lak-125-kh-ubnd-2025": (
        *("province", "Đắk Lắk", "Đắk Lắk", "0125/KH-UBND", "2025-11-18", 2025, 2025),
        *("Đào Mỹ", "Ủy ban nhân dân tỉnh", "46-CT/TW"),
    ),
    "dak-lak-130-kh-ubnd-2025": (
        *("province", "Đắk Lắk", "Đắk Lắk", "0130/KH-UBND", "2025-11-21", 2025, 2025),
        *("Hồ Thị Nguyên Thảo", "Ủy ban nhân dân tỉnh", None),
    ),
    "dak-lak-134-kh-ubnd-2025": (
        *("province", "Đắk Lắk", "Đắk Lắk", "0134/KH-UBND", "2025-11-25", 2026, 2030),
        *("Trương Công Thái", "Ủy ban nhân dân tỉnh", "1746/QĐ-TTg"),
    ),
    "dong-nai-182-kh-ubnd-2025": (
        *("province", "Đồng Nai", "Đồng Nai", "182/KH-UBND", "2025-11-20", 2025, 2030),
        *("Lê Trường Sơn", "Ủy ban nhân dân tỉnh", "163/2024/QH15"),
    ),
    "dong-thap-552-kh-ubnd-2025": (
        *("province", "Đồng Tháp", "Đồng Tháp", "552/KH-UBND", "2025-11-19", 2025, 2035),
        *("Huỳnh Minh Tuấn", "Ủy ban nhân dân tỉnh", "57-NQ/TW"),
    ),
    "dong-thap-597-kh-ubnd-2025": (
        *("province", "Đồng Tháp", "Đồng Tháp", "597/KH-UBND", "2025-11-27", 2025, 2025),
        *("Nguyễn Thành Diệu", "Ủy ban nhân dân tỉnh", "57-NQ/TW"),
    ),
    "dong-thap-617-kh-ubnd-2025": (
        *("province", "Đồng Tháp", "Đồng Tháp", "617/KH-UBND", "2025-12-01", 2025, 2025),
        *("Huỳnh Minh Tuấn", "Ủy ban nhân dân tỉnh", "71/NQ-CP"),
    ),
    "ha-noi-310-kh-ubnd-2025": (
        *(*_HA_NOI, "310/KH-UBND", "2025-11-24", 2025, 2030),
        *("Trương Việt Dũng", "Ủy ban nhân dân thành phố", "57-NQ/TW"),
    ),
    "lai-chau-7360-kh-ubnd-2025": (
        *("province", "Lai Châu", "Lai Châu", "7360/KH-UBND", "2025-11-19", 2025, 2025),
        *("Tống Thanh Hải", "Ủy ban nhân dân tỉnh", "2138/QĐ-TTg"),
    ),
    "nghe-an-1899-qd-ttg-2025": (
        *("province", "Nghệ An", "Nghệ An", "980/KH-UBND", "2025-11-18", 2025, 2025),
        *("Nguyễn Văn Đệ", "Ủy ban nhân dân tỉnh", "1899/QĐ-TTg"),
    ),
    "nghe-an-982-kh-ubnd-2025": (
        *("province", "Nghệ An", "Nghệ An", "982/KH-UBND", "2025-11-19", 2025, 2025),
        *("Phùng Thành Vinh", "Ủy ban nhân dân tỉnh", "45-CT/TW"),
    ),
    # The files are named for one commune; two are of others, as their headers say.
    "luong-minh-1": (
        *("commune", "Lương Minh", "Quảng Ninh", "16/KH-MTTQ-BTT", "2025-11-18", 2025, 2025),
        *("Lan Thị Vân", "Ban Thường trực Ủy ban MTTQ", "46-CT/TW"),
    ),
    "luong-minh-3": (
        *("commune", "Bắc Cam Ranh", "Khánh Hòa", None, "2025-11", 2025, 2025),
        *("Phạm Thị Thúy", "Ban Thường trực Uỷ ban MTTQ", None),
    ),
    "luong-minh-5": (
        *("commune", "Phố Bảng", "Tuyên Quang", "01/KH-TBTTKT", "2025-12-10", 2025, 2025),
        *("Nguyễn Văn Hoàn", "Tiểu ban thông tin", None),
    ),
    "luong-minh-7": (
        *("commune", "Lương Minh", "Quảng Ninh", None, "2026-01", 2026, 2026),
        *("Lan Thị Vân", "Ban Thường trực Ủy ban MTTQ", None),
    ),
    "04-ke-hoach": (
        *(*_LAO_CAI, None, "2026", 2026, 2026),
        *("Hoàng Chí Hiền", "Sở Công Thương tỉnh Lào Cai", "235/QĐ-TTg"),
    ),
    "KH-2242_23.4.2026_Kiem-tra-cap-GCN-28-don-vi": (
        *(*_LAO_CAI, None, "2026-04", 2026, 2026),
        *("Hoàng Văn Thuân", "Sở Công Thương tỉnh Lào Cai", None),
    ),
    "KH-UBND-trien-khai-Chi-thi-11-CT-TU-QLNN-khoang-san": (
        *(*_LAO_CAI, None, "2026", 2026, 2026),
        *("Nguyễn Thành Sinh", "Ủy ban nhân dân tỉnh", "11-CT/TU"),
    ),
    "hanoi_qd_2280_water": (
        *(*_HA_NOI, "2280/QĐ-UBND", "2026-04-29", 2026, 2026),  # stamped when it was signed
        *("Trương Việt Dũng", "Ủy ban nhân dân thành phố", None),
    ),
    "bac-kan-2021-2025": (
        *("province", "Bắc Kạn", "Bắc Kạn", "2060/QĐ-UBND", "2021-11-01", 2021, 2025),
        *("Phạm Duy Hưng", "Ủy ban nhân dân tỉnh", "1629/QĐ-TTg"),
    ),
    "hai-duong-2023": (
        *("province", "Hải Dương", "Hải Dương", None, "2023-02", 2023, 2023),
        *("Nguyễn Minh Hùng", "Ủy ban nhân dân tỉnh", "1629/QĐ-TTg"),
    ),
    "nghe-an-2024": (
        *("province", "Nghệ An", "Nghệ An", None, "2024", 2024, 2024),
        *("Bùi Đình Long", "Ủy ban nhân dân tỉnh", "1629/QĐ-TTg"),
    ),
    "tuan-giao-2021": (
        *("district", "Tuần Giáo", "Điện Biên", None, None, 2021, 2021),
        *("Mùa Va Hồ", "Ủy ban nhân dân huyện", "195/KH-UBND"),
    ),
    "vinh-am-2026": (
        *("commune", "Vĩnh Am", "Hải Phòng", None, None, 2026, 2026),
        *("Đoàn Văn Thành", "Ủy ban nhân dân xã", "4827/VP-VX"),
    ),
}
#: Scans, of which OCR reads what is printed; signatures and stamps are not asked for here.
SCANS = {
    "KH-1105-DKT-ke-hoach-kiem-tra": (
        *(*_LAO_CAI, "1105/KH-ĐKT", "2026-03-10", 2026, 2026, "Sở Công Thương"),
        *("Kế hoạch", True),
    ),
    "qd_707_ttg": (
        *(*_CENTRAL, None, "2026-04", 2026, 2030, "Thủ tướng Chính phủ"),
        *("Kế hoạch", True),
    ),
    "nq_115_ba_vi": (*_CENTRAL, None, "2026", 2026, 2026, "Chính phủ", "Nghị quyết", False),
    "tt_21_bct_fuel": (
        *_CENTRAL,
        None,
        None,
        2026,
        2026,
        "Bộ Công Thương",
        "Thông tư",
        False,
    ),  # its title is lost beside a seal; the code of its number tells what it is
}


@pytest.mark.parametrize("name", METADATA)
def test_metadata_as_the_file_says(name: str) -> None:
    *wanted, signer, issuer, parent = METADATA[name]
    info = read(name).info
    said = [info.level, info.locality, info.province, info.number, info.date]
    assert [*said, info.year, info.year_to] == wanted
    assert (info.signer, info.parent, info.is_plan) == (signer, parent, True)
    assert info.issuer is not None and info.issuer.startswith(issuer)
    assert info.title.startswith("Kế hoạch ") and info.doctype == "Kế hoạch"


@pytest.mark.slow
@pytest.mark.parametrize("name", SCANS)
def test_metadata_of_scans(name: str) -> None:
    *wanted, issuer, doctype, is_plan = SCANS[name]
    info = read(name).info
    said = [info.level, info.locality, info.province, info.number, info.date]
    assert [*said, info.year, info.year_to] == wanted
    assert (info.doctype, info.is_plan) == (doctype, is_plan)
    assert info.issuer is not None and info.issuer.startswith(issuer)


def test_an_article_about_a_plan_is_none() -> None:
    info = read("cham-lo-doan-vien-tet-2026").info
    assert (info.is_plan, info.number, info.issuer, info.signer) == (False, None, None, None)


def test_every_file_has_its_row() -> None:
    rows = {*METADATA, *SCANS, "cham-lo-doan-vien-tet-2026"}
    assert {p.stem for p in PLANS.rglob("*") if p.is_file()} <= rows
