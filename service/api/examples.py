"""Examples that the OpenAPI document shows, of one digest that comes with the service."""

from __future__ import annotations

from pydantic.config import JsonDict

CITATION: JsonDict = {
    "clause": "hai-duong-2023#V.3",
    "path": "V.3",
    "headings": ["V. TỔ CHỨC THỰC HIỆN", "3. Sở Y tế"],
    "quote": "Chỉ đạo ngành y tế các cấp khám bệnh định kỳ cho nhân viên các cơ sở dịch vụ.",
    "start": 20114,
    "end": 20191,
    "page": 10,
    "url": "/documents/hai-duong-2023?clause=V.3#V.3",
    "ocr": False,
}
DOCUMENT: JsonDict = {
    "id": "hai-duong-2023",
    "title": "Kế hoạch phòng, chống mại dâm năm 2023",
    "locality": "Hải Dương",
    "locality_today": "Hải Phòng",
    "level": "province",
    "number": None,
    "date": "2023-02",
    "year": 2023,
    "issuer": "Ủy ban nhân dân tỉnh Hải Dương",
    "digest": True,
}
DIFFERENCE: JsonDict = {
    "kind": "number",
    "quoted": "90",
    "written": "80",
    "quote_start": 34,
    "quote_end": 36,
    "start": 20148,
    "end": 20150,
}
PLACE: JsonDict = {
    "citation": CITATION,
    "document": DOCUMENT,
    "exact": False,
    "edits": 1,
    "similarity": 0.917,
    "differences": [DIFFERENCE],
}
