"""Around every page, and the error page."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    # The frame
    "site": ("Tra cứu kế hoạch", "Plan search"),
    "skip": ("Đến nội dung chính", "Skip to main content"),
    "nav": ("Điều hướng chính", "Main navigation"),
    "nav_ask": ("Hỏi đáp", "Ask"),
    "nav_documents": ("Văn bản", "Documents"),
    "footer": (
        "Mọi câu trả lời đều trích nguyên văn và dẫn tới nơi trích. Khi cần căn cứ chính thức, "
        "hãy đối chiếu với bản gốc đã ký.",
        "Every answer is a verbatim quotation that links to its place (in Vietnamese). "
        "For official use, check the signed original.",
    ),
    "footer_api": ("Giao diện lập trình (OpenAPI)", "Programming interface (OpenAPI)"),
    "footer_feedback": ("Góp ý", "Feedback"),
    "footer_keys": ("Phím tắt: / hoặc Ctrl K", "Shortcuts: / or Ctrl K"),
    "printed_question": ("Câu hỏi:", "Question:"),
    "printed": ("In từ:", "Printed from:"),
    "offline": (
        "Mất kết nối. Trang đang xem vẫn đọc được; câu hỏi mới cần có kết nối.",
        "The connection is lost. This page can still be read; a new question needs it back.",
    ),
    "tray": ("Kế hoạch chờ so sánh", "Plans to compare"),
    # What the script says
    "script_copied": ("Đã chép", "Copied"),
    "script_not_copied": ("Không chép được, hãy chọn chữ và chép", "Not copied: select and copy"),
    "script_none": ("Không có gợi ý", "No suggestions"),
    "script_some": ("{n} gợi ý, dùng phím lên xuống", "{n} suggestions, use the arrow keys"),
    "script_suggestions": ("Gợi ý", "Suggestions"),
    "script_recent": ("vừa tìm", "recent"),
    "script_question": ("câu hỏi", "question"),
    "script_agency": ("cơ quan", "agency"),
    "script_term": ("từ khóa", "term"),
    "script_heading": ("mục", "heading"),
    "script_target": ("chỉ tiêu", "target"),
    "script_title": ("kế hoạch", "plan"),
    "script_tray": ("So sánh", "Compare"),
    "script_tray_go": ("So sánh {n} kế hoạch", "Compare {n} plans"),
    "script_tray_more": ("Chọn thêm một kế hoạch", "Choose one more plan"),
    "script_tray_full": ("Chỉ so sánh được 4 kế hoạch", "Four plans at most"),
    "script_longest": (
        "Câu hỏi dài nhất {n} ký tự, phần sau bị bỏ.",
        "A question has {n} characters at most; what follows is left out.",
    ),
    "script_tray_clear": ("Bỏ hết", "Clear"),
    "script_remove": ("Bỏ {name}", "Remove {name}"),
    # Errors
    "error_404": ("Không tìm thấy", "Not found"),
    "error_422": ("Câu hỏi chưa dùng được", "That input cannot be used"),
    "error_503": ("Chưa sẵn sàng", "Not ready yet"),
    "error_500": ("Có lỗi bên trong", "Something failed"),
    "error_other": ("Không thực hiện được", "That cannot be done"),
    "error_home": ("Về trang hỏi đáp", "Back to the question page"),
    "bad_filter": (
        "Bộ lọc «{name}» không hợp lệ: {value}. / The filter “{name}” is not valid: {value}.",
        "Bộ lọc «{name}» không hợp lệ: {value}. / The filter “{name}” is not valid: {value}.",
    ),
    "bad_span": (
        "Đoạn phải là hai số nguyên (span=START-END), 0 ≤ start < end ≤ độ dài văn bản. / "
        "A span is two whole numbers (span=START-END), 0 ≤ start < end ≤ the text's length.",
        "Đoạn phải là hai số nguyên (span=START-END), 0 ≤ start < end ≤ độ dài văn bản. / "
        "A span is two whole numbers (span=START-END), 0 ≤ start < end ≤ the text's length.",
    ),
}

#: The keys of what the script says, as it knows them.
SCRIPT = tuple(key.removeprefix("script_") for key in WORDS if key.startswith("script_"))
