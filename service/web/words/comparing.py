"""Plans side by side."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "nav_compare": ("So sánh", "Compare"),
    "compare": ("So sánh kế hoạch", "Plans side by side"),
    "compare_with": ("So sánh với văn bản khác", "Compare with another document"),
    "compare_lead": (
        "Mỗi hàng là các mục làm cùng một việc, do máy ghép: hãy đọc lại trước khi dẫn. Mục không "
        "có tương ứng vẫn được nêu.",
        "Each row holds clauses that do the same job, put together by the program: read them "
        "before you cite. What has no counterpart is shown too.",
    ),
    "compare_legend_facts": ("số liệu, cơ quan, thời hạn khác nhau", "figure, body, date differs"),
    "compare_legend_words": ("lời văn khác nhau", "other wording"),
    "compare_coverage": (
        "{matched} trên {clauses} mục có mục tương ứng ({percent} %)",
        "{matched} of {clauses} clauses have a counterpart ({percent}%)",
    ),
    "compare_unlike": (
        "Không mục nào có mục tương ứng: các kế hoạch này nói về việc khác nhau.",
        "No clause has a counterpart: these plans are on different things.",
    ),
    "compare_only": ("{n} mục chỉ có ở đây", "{n} clauses only here"),
    "compare_fold": ("Gấp đoạn chép chung", "Fold copied text"),
    "compare_changed": ("Chỉ hiện chỗ khác nhau", "Only what differs"),
    "compare_folded": (
        "{n} mục chép từ nguồn chung, đã gấp",
        "{n} clauses copied from a common source, folded",
    ),
    "compare_same": ("{n} mục giống nhau, không hiện", "{n} clauses alike, not shown"),
    "compare_nothing": ("Không còn mục nào để hiện.", "Nothing is left to show."),
    "compare_missing": ("Không có mục tương ứng", "No counterpart"),
    "compare_bodies": ("Cơ quan: {names}", "Responsible: {names}"),
    "compare_differs": ("Khác nhau", "Differences"),
    "compare_alike": ("giống {n} %", "{n}% alike"),
    "compare_the_same": ("như nhau", "the same"),
    "compare_copied": ("chép chung", "copied"),
    "compare_other": ("Chọn văn bản khác", "Choose other documents"),
    "compare_section": ("Chỉ phần «{name}»", "Only the part “{name}”"),
    "compare_take": ("Tải về", "Take away"),
    "compare_find": ("Lọc theo tên, địa phương, năm", "Filter by title, place or year"),
    "compare_filter": ("Lọc", "Filter"),
    "compare_pick": ("Chọn từ hai đến {n} văn bản", "Choose two to {n} documents"),
    "compare_go": ("So sánh", "Compare"),
    "compare_more": (
        "Còn {n} văn bản nữa: hãy lọc để thấy.",
        "{n} more documents: filter to see them.",
    ),
    "compare_none": ("Không văn bản nào khớp.", "No document matches."),
    "compare_most": (
        "Chỉ so sánh được {n} văn bản một lần. / At most {n} documents are compared at a time.",
        "Chỉ so sánh được {n} văn bản một lần. / At most {n} documents are compared at a time.",
    ),
    "column_theme": ("Chủ đề", "Theme"),
    "column_clause": ("Mục", "Clause"),
    "column_under": ("Thuộc đề mục", "Under"),
    "column_similarity": ("Độ giống (0–1)", "Likeness (0–1)"),
    "column_differences": ("Khác nhau", "What differs"),
    "column_values": ("Mỗi bên nói gì", "What each says"),
    "column_boilerplate": ("Đoạn chép chung", "Copied text"),
    "column_number": ("Số liệu", "Figures"),
    "column_agency": ("Cơ quan", "Body"),
    "column_deadline": ("Thời hạn", "Time"),
    "value_yes": ("có", "yes"),
    "value_no": ("không", "no"),
    "difference_missing": ("thiếu", "missing"),
    "difference_number": ("số liệu", "figures"),
    "difference_agency": ("cơ quan", "body"),
    "difference_deadline": ("thời hạn", "deadline"),
    "difference_wording": ("lời văn", "wording"),
}
