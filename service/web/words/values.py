"""Levels, roles and intents."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "level_central": ("trung ương", "central"),
    "level_province": ("cấp tỉnh", "province"),
    "level_district": ("cấp huyện", "district"),
    "level_commune": ("cấp xã", "commune"),
    "role_lead": ("chủ trì", "leads"),
    "role_coordinate": ("phối hợp", "coordinates"),
    "role_perform": ("thực hiện", "carries out"),
    "role_requested": ("được đề nghị", "is requested"),
    "role_issuer": (
        "cơ quan ban hành; kế hoạch không giao riêng cho ai",
        "issued the plan, which names nobody for it",
    ),
    "intent_agency": ("Cơ quan", "Agency"),
    "intent_target": ("Chỉ tiêu", "Target"),
    "intent_deadline": ("Thời hạn", "Deadline"),
    "intent_legal": ("Căn cứ", "Legal basis"),
    "intent_funding": ("Kinh phí", "Funding"),
    "intent_passage": ("Nội dung", "Passage"),
    "intent_metadata": ("Thông tin văn bản", "About the document"),
    "kind_section": ("phần, mục lớn", "section"),
    "kind_clause": ("mục", "clause"),
    "kind_subclause": ("tiểu mục", "sub-clause"),
    "kind_point": ("điểm", "point"),
    "kind_bullet": ("gạch đầu dòng", "bullet"),
    "kind_para": ("đoạn văn", "paragraph"),
    "kind_closing": ("đoạn kết", "closing"),
    "kind_article": ("điều", "article"),
    "kind_appendix": ("phụ lục", "appendix"),
    "kind_row": ("dòng của bảng", "row of a table"),
    "kind_front": ("phần mở đầu", "front"),
    "kind_back": ("phần cuối", "end"),
}
