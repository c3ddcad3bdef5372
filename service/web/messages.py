"""Every string of the pages, Vietnamese first, English beside it."""

from __future__ import annotations

import re
from typing import Literal

Lang = Literal["vi", "en"]
LANGS: tuple[Lang, ...] = ("vi", "en")

MESSAGES: dict[str, tuple[str, str]] = {
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
    # Documents
    "documents": ("Văn bản đang có", "Documents held"),
    "documents_count": ("{n} văn bản", "{n} documents"),
    "documents_next": ("Trang tiếp theo", "Next page"),
    "title": ("Tên văn bản", "Title"),
    "issuer": ("Cơ quan ban hành", "Issued by"),
    "number_label": ("Số, ký hiệu", "Number"),
    "date": ("Ngày ban hành", "Date"),
    "signer": ("Người ký", "Signed by"),
    "period": ("Giai đoạn", "Period"),
    "unknown": ("không ghi", "not stated"),
    "outline": ("Mục lục", "Contents"),
    "about": ("Thông tin văn bản", "About this document"),
    "text": ("Toàn văn", "Full text"),
    "table": ("Bảng trong văn bản", "Table of the document"),
    "addressed": ("Đang xem {name}", "Showing {name}"),
    "addressed_jump": ("Đến đoạn được đánh dấu", "Go to the marked passage"),
    "anchor": ("Liên kết tới {name}", "Link to {name}"),
    "page_mark": ("Trang {n}", "Page {n}"),
    # What was odd while reading
    "odd": ("Điều cần biết khi đọc văn bản này", "What was odd while reading this document"),
    "odd_all": (
        "Điều bất thường khi đọc ({n}), cho người vận hành",
        "What was odd while reading ({n}), for whoever runs this",
    ),
    "odd_pages": (
        "Trang {pages} là ảnh quét, chữ do máy nhận dạng: hãy đối chiếu với bản gốc, nhất là số.",
        "Pages {pages} are scans read by OCR: check against the original, figures above all.",
    ),
    "odd_documents": ("Văn bản có điều bất thường", "Documents with something odd"),
    "odd_mark": ("cần lưu ý", "see notes"),
    "odd_left_out": ("Tệp bị loại ({n})", "Files left out ({n})"),
    "odd_twins": ("Tệp trùng nội dung ({n})", "Files with the same content ({n})"),
    "odd_same_as": ("trùng với {name}", "same as {name}"),
    "odd_more": (
        "Còn nữa, xem: tracuu documents --problems",
        "There are more: tracuu documents --problems",
    ),
    # Plans side by side
    "nav_compare": ("So sánh", "Compare"),
    "compare": ("So sánh kế hoạch", "Plans side by side"),
    "compare_with": ("So sánh với văn bản khác", "Compare with another document"),
    "compare_lead": (
        "Mỗi hàng là các mục làm cùng một việc; mục không có tương ứng vẫn được nêu.",
        "Each row holds clauses that do the same job; what has no counterpart is shown too.",
    ),
    "compare_legend_facts": ("số liệu, cơ quan, thời hạn khác nhau", "figure, body, date differs"),
    "compare_legend_words": ("lời văn khác nhau", "other wording"),
    "compare_coverage": (
        "{matched} trên {clauses} mục có mục tương ứng ({percent} %)",
        "{matched} of {clauses} clauses have a counterpart ({percent}%)",
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
    "difference_missing": ("thiếu", "missing"),
    "difference_number": ("số liệu", "figures"),
    "difference_agency": ("cơ quan", "body"),
    "difference_deadline": ("thời hạn", "deadline"),
    "difference_wording": ("lời văn", "wording"),
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
        "start và end phải là hai số nguyên, 0 ≤ start < end ≤ độ dài văn bản. / "
        "start and end must be whole numbers, 0 ≤ start < end ≤ the text's length.",
        "start và end phải là hai số nguyên, 0 ≤ start < end ≤ độ dài văn bản. / "
        "start and end must be whole numbers, 0 ≤ start < end ≤ the text's length.",
    ),
    # Values
    "level_central": ("trung ương", "central"),
    "level_province": ("cấp tỉnh", "province"),
    "level_district": ("cấp huyện", "district"),
    "level_commune": ("cấp xã", "commune"),
    "role_lead": ("chủ trì", "leads"),
    "role_coordinate": ("phối hợp", "coordinates"),
    "role_perform": ("thực hiện", "carries out"),
    "role_requested": ("được đề nghị", "is requested"),
    "intent_agency": ("Cơ quan", "Agency"),
    "intent_target": ("Chỉ tiêu", "Target"),
    "intent_deadline": ("Thời hạn", "Deadline"),
    "intent_legal": ("Căn cứ", "Legal basis"),
    "intent_funding": ("Kinh phí", "Funding"),
    "intent_passage": ("Nội dung", "Passage"),
    "intent_metadata": ("Thông tin văn bản", "About the document"),
}

EXAMPLES: tuple[tuple[str, Lang], ...] = (
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


def language(asked: str | None) -> Lang:
    """Return the language of the frame: Vietnamese unless English is asked for."""
    return "en" if asked == "en" else "vi"


def say(lang: Lang, key: str, **values: object) -> str:
    """Return the string ``key`` in ``lang``; raises ``KeyError`` for a key nobody wrote."""
    return MESSAGES[key][LANGS.index(lang)].format(**values)


def term(lang: Lang, kind: str, value: str) -> str:
    """Return the name of a level, a role or an intent; one nobody named stands as it is.

    >>> term("vi", "role", "lead"), term("vi", "role", "watch")
    ('chủ trì', 'watch')
    """
    key = f"{kind}_{value}"
    return say(lang, key) if key in MESSAGES else value


def spoken(lang: Lang, both: str) -> str:
    """Return the half of a bilingual message that is in ``lang``; anything else stays whole.

    >>> spoken("en", "Không có. / There is none.")
    'There is none.'
    """
    halves = re.split(r" [/·] ", both)
    return halves[LANGS.index(lang)] if len(halves) == len(LANGS) else both
