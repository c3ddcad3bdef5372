"""The units of a quantity asked for: a capacity is not told in per cent, nor an area in people."""

from __future__ import annotations

import re

from service.query.cues_en import SIZE_EN, WEIGHT_EN

#: A quantity asked for, folded → the units that it has.
_QUANTITIES = (
    (
        re.compile(r"cong suat|luu luong"),
        r"[mM][3³](?:/\w+)?|[kMG]?W(?:h|p)?|[kM]VA|CV|HP|tấn/\w+",
    ),
    (
        re.compile(r"(?:bao nhieu|may) (?:(?:ty|ti|trieu|nghin) )?(?:usd|do)\b(?! thi)"),
        r"(?:(?:tỷ|tỉ|triệu|nghìn|ngàn)\s+)?(?:USD|đô la)",
    ),
    (
        re.compile(r"kim ngach|gia tri (?:\w+ ){0,3}(?:xuat|nhap) khau|(?:export|import) value"),
        r"(?:(?:tỷ|tỉ|triệu|nghìn|ngàn)\s+)?(?:USD|đô la|đồng)",
    ),
    (re.compile(r"(?:bao nhieu|may) hec[- ]?ta\b"), r"ha|héc[- ]?ta"),
    (re.compile(r"dien tich"), r"ha|héc ta|k?m[2²]|mét vuông"),
    (re.compile(r"toc do|bang thong"), r"[KMGT]b(?:ps|/s)|(?:Giga|Mega)bit(?:/giây)?|km/h|m/s"),
    (re.compile(r"(?:bao nhieu|may) m[23³²](?:/\w+)?(?!\w)"), r"m[3³](?:/\w+)?|m[2²]"),
    (re.compile(r"(?:bao nhieu|may) (?:met )?khoi\b"), r"m[3³](?:/\w+)?|mét khối"),
    (re.compile(r"(?:bao nhieu|may) met\b(?! (?:khoi|vuong))|muc nuoc|cao do"), r"[kcm]?m|mét"),
    (
        re.compile(
            rf"(?:chieu|do) (?:dai|rong|cao|sau)|{SIZE_EN}"
            r"|\b(?:rong|dai|cao|sau|cach nhau) (?:bao nhieu|may)\b"
        ),
        r"[kcm]?m|mét",
    ),
    (re.compile(r"(?:bao nhieu|may) (?:ky|ki|can)\b(?! (?:luat|su|hop))"), r"kg|ki-lô-gam|tạ|tấn"),
    (re.compile(r"dung tich|the tich"), r"m[3³]|lít"),
    (
        re.compile(r"\b(?<!su )dung luong\b|(?:kich co|do lon)(?: cua)? (?:cac )?(?:tep|file)"),
        r"[KMGT]B",
    ),
    (re.compile(r"\bdien ap\b(?! dung)"), r"k?V"),
    (re.compile(r"\bnhiet do\b|\bbao nhieu do c\b"), r"°\s?C|độ C"),
    (
        re.compile(
            rf"khoi luong|trong luong|san luong|{WEIGHT_EN}"
            r"|\bnang (?:qua |tren |tu )?(?:bao nhieu|may)\b"
        ),
        r"tấn|tạ|kg|gam|m[3³]|lít",
    ),
)


def unit_of(folded: str) -> re.Pattern[str] | None:
    """A figure in the units of the quantity that a folded question names, None for any other.

    >>> unit_of("cong suat bao nhieu").search("Trạm bơm (90 m³/s)").group()
    '90 m³/s'
    >>> unit_of("khong qua may met").search("mực nước dưới +2.5m, bơm 120m3/s").group()
    '2.5m'
    """
    units = next((units for asks, units in _QUANTITIES if asks.search(folded)), None)
    span = r"(?<![\w.,])(?:\d[\d.,]*\s*[-–]\s*)?\d[\d.,]*\s*"  # "6 - 8 m"
    return re.compile(rf"{span}(?:{units})(?!\w)") if units else None


_YEARS = re.compile(
    r"(?:19|20)\d\d(?!\d|[.,]\d)\s*(?:$|[-–/,;.(]|(?:và|đến|tới|trở|hoặc|cho)(?!\w))"
)
_AFTER_YEAR = re.compile(r"(?:\bnăm|[-–/]|\b(?:đến|tới|trước))\s*$")


def tells_when(cell: str) -> bool:
    """Whether a cell tells when, not how many: "2025", "2025 - 2035", "2026 và các năm sau"."""
    return bool(_YEARS.match(cell))


def is_year(text: str, figure: re.Match[str]) -> bool:
    """Whether a figure is the year of a date or period, whatever follows it."""
    year = re.match(r"(?:19|20)\d\d\s", figure.group())
    return bool(year and _AFTER_YEAR.search(text, 0, figure.start()))
