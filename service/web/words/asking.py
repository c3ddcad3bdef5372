"""Questions, answers and passages."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    # Asking
    "hero": ("Hỏi các kế hoạch", "Ask the plans"),
    "lead": (
        "Ai làm, khi nào xong, bao nhiêu, tiền ở đâu: mỗi địa phương một câu trả lời, trích "
        "nguyên văn và mở được ngay tại chỗ.",
        "Who does it, by when, how much, paid by what: one answer per locality, quoted verbatim "
        "and opened in place.",
    ),
    "ask_label": ("Câu hỏi của bạn", "Your question"),
    "ask_hint": (
        "Gõ có dấu hay không dấu đều được; hỏi bằng tiếng Anh cũng được.",
        "Type in Vietnamese, with or without diacritics, or in English.",
    ),
    "ask_button": ("Tìm câu trả lời", "Find answers"),
    "examples": ("Thử hỏi", "Try asking"),
    "holdings": ("Đang có {documents} văn bản", "{documents} documents held"),
    "holdings_all": ("Xem tất cả văn bản", "See all documents"),
    "scope": ("Phạm vi", "Scope"),
    "locality": ("Địa phương", "Locality"),
    "level": ("Cấp", "Level"),
    "year": ("Năm", "Year"),
    "any_locality": ("Mọi địa phương", "All localities"),
    "any_level": ("Mọi cấp", "All levels"),
    "any_year": ("Mọi năm", "All years"),
    "other_provinces": ("Hỏi ở các tỉnh khác", "Ask of other provinces"),
    "other_provinces_q": ("ở các tỉnh khác thì sao?", "what about other provinces?"),
    "corrected": ("“{read}” thay cho “{typed}”", "“{read}” for “{typed}”"),
    "literal": ("Tìm đúng chữ đã gõ", "Search as typed"),
    "except": ("trừ {name}", "except {name}"),
    "remove": ("Bỏ lọc {name}", "Remove filter {name}"),
    # Answers
    "understood": ("Đang tìm:", "Searching for:"),
    "count_answers": (
        "{found} văn bản có câu trả lời, {silent} văn bản không thấy.",
        "{found} documents answer, {silent} do not.",
    ),
    "count_passages": ("{n} đoạn liên quan.", "{n} related passages."),
    "answers": ("Câu trả lời theo địa phương", "Answers by locality"),
    "answers_note": (
        "Trích tự động từ văn bản; bấm vào câu trả lời để đọc nguyên văn.",
        "Extracted automatically; open an answer to read the quotation in Vietnamese.",
    ),
    "today": ("nay thuộc {name}", "now part of {name}"),
    "today_none": ("cấp huyện đã kết thúc từ {date}", "districts ended on {date}"),
    "became": (
        "{former} nay là {name}{part} từ {date} ({source})",
        "{former} is now {name}{part}, since {date} ({source})",
    ),
    "today_is": ("nay là {name}", "now {name}"),
    "digest": ("bản tóm lược", "digest"),
    "digest_note": (
        "Đây là bản tóm lược bằng lời khác, không phải nguyên văn văn bản đã ký.",
        "This is a digest in other words, not the signed text.",
    ),
    "quotations": ("Trích dẫn theo văn bản", "Quotations by document"),
    "ocr": (
        "đọc từ bản quét, xin đối chiếu ảnh trang",
        "read off a scan: please check the page's image",
    ),
    "scanned_note": (
        "{n} trang được đọc từ bản quét, xin đối chiếu số liệu với ảnh trang.",
        "{n} pages were read off a scan: please check figures against the pages' images.",
    ),
    "open_place": ("Mở trong văn bản", "Open in the document"),
    "page": ("trang {n}", "page {n}"),
    "number": ("Số {number}", "No. {number}"),
    "not_found": ("Không thấy trong kế hoạch này", "Not found in this plan"),
    "not_found_all": (
        "Không thấy trong các kế hoạch đang có",
        "Not found in the plans held here",
    ),
    "not_found_all_note": (
        "Không văn bản nào trong phạm vi nói rõ điều này. Sau đây là lý do và các đoạn gần nhất.",
        "No document in scope states this. Below are the reasons and the nearest passages.",
    ),
    "silent": ("Những văn bản không thấy câu trả lời", "Documents without an answer"),
    "silent_many": (
        "{n} văn bản không thấy câu trả lời",
        "{n} documents without an answer",
    ),
    "silent_more": (
        "Và {n} văn bản khác không thấy câu trả lời.",
        "And {n} more documents without an answer.",
    ),
    "nearest": ("Đoạn gần nhất ({n})", "Nearest passages ({n})"),
    "passages": ("Đoạn liên quan", "Related passages"),
    "no_passages": ("Không có đoạn nào liên quan.", "There are no related passages."),
    "next": ("Đoạn tiếp theo", "Next passages"),
    "back": ("Về câu trả lời", "Back to the answers"),
    "copy": ("Chép trích dẫn", "Copy citation"),
    "copied": ("Đã chép", "Copied"),
}

#: Questions to try, with the language each is in.
EXAMPLES: tuple[tuple[str, str], ...] = (
    (
        "Cơ quan nào phụ trách khám sức khỏe định kỳ cho người lao động ở các cơ sở kinh doanh "
        "dịch vụ?",
        "vi",
    ),
    ("Bao nhiêu phần trăm xã, phường, thị trấn phải tổ chức tuyên truyền?", "vi"),
    ("Hạn gửi báo cáo 6 tháng và một năm là ngày nào?", "vi"),
    ("Kế hoạch nào thực hiện Quyết định 1629/QĐ-TTg?", "vi"),
    ("ai tham muu bo tri kinh phi", "vi"),
    ("Which agency handles health checks?", "en"),
)
