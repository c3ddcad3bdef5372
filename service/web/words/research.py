"""Targets of all plans on one question, and one clause through the years."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "matrix": ("Chỉ tiêu của các kế hoạch", "Targets of all plans"),
    "matrix_lead": (
        "Mỗi chỉ tiêu hay số tiền một mục: kế hoạch nào đặt bao nhiêu, đến năm nào; bấm vào con số "
        "để xem nguyên văn.",
        "One section for each target or sum: which plan sets how much, by which year; open a "
        "figure to read it in place.",
    ),
    "matrix_label": ("Chỉ tiêu về việc gì", "Targets on what"),
    "matrix_go": ("Lập bảng", "Make the table"),
    "matrix_count": (
        "{n} trong {total} chỉ tiêu, của {plans} văn bản; {none} văn bản không nêu chỉ tiêu nào về "
        "việc này.",
        "{n} of {total} things measured, in {plans} documents; {none} state none on this.",
    ),
    "matrix_more": ("Chỉ tiêu tiếp theo", "More targets"),
    "matrix_nothing": (
        "Không văn bản nào nêu chỉ tiêu hay số tiền về việc này. Bảng này chỉ có con số; thời hạn "
        "và cơ quan thì hỏi ở trang đầu.",
        "No document states a target or a sum on this. This table has figures only; ask for dates "
        "and bodies on the first page.",
    ),
    "matrix_silent": (
        "Văn bản không nêu chỉ tiêu về việc này ({n})",
        "Documents that state no target on this ({n})",
    ),
    "column_measured": ("Việc được đo", "Measured"),
    "column_unit": ("Đơn vị", "Unit"),
    "column_target_year": ("Năm đạt", "By year"),
    "column_due": ("Thời hạn ghi kèm", "Dates beside it"),
    "matrix_plan": ("Văn bản", "Document"),
    "matrix_figure": ("Chỉ tiêu", "Target"),
    "matrix_year": ("Năm", "Year"),
    "matrix_due": ("Thời hạn ghi kèm", "Dates beside it"),
    "matrix_again": ("cũng nêu ở chỗ khác", "also stated elsewhere"),
    "matrix_unit": ("đơn vị: {unit}", "unit: {unit}"),
    "matrix_way": ("Bảng chỉ tiêu của mọi kế hoạch", "Targets of all plans in one table"),
    "history": ("Một mục qua các năm", "One clause through the years"),
    "history_lead": (
        "{name} của kế hoạch này và mục tương ứng trong các kế hoạch khác của cùng địa phương, "
        "cũ trước mới sau.",
        "{name} of this plan and its counterparts in the other plans of the same place, "
        "oldest first.",
    ),
    "history_alone": (
        "Kho chỉ có một kế hoạch của địa phương này.",
        "There is only one plan of this place.",
    ),
    "history_asked": ("mục đang xem", "the clause asked about"),
    "history_missing": (
        "Không kế hoạch nào khác của địa phương này có mục tương ứng.",
        "No other plan of this place has a counterpart.",
    ),
    "history_without": (
        "Kế hoạch khác của địa phương, không có mục tương ứng ({n})",
        "Other plans of the place, without a counterpart ({n})",
    ),
    "history_way": ("Mục này qua các năm", "This clause through the years"),
    "history_needs": (
        "Cần mã văn bản và mục: /history?document=…&clause=…. / "
        "A document and a clause are due: /history?document=…&clause=….",
        "Cần mã văn bản và mục: /history?document=…&clause=…. / "
        "A document and a clause are due: /history?document=…&clause=….",
    ),
}
