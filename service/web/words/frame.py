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
