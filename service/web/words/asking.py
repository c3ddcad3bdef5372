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
    "ask_again": ("Tìm", "Ask"),
    "ask_button": ("Tìm câu trả lời", "Find answers"),
    "examples": ("Thử hỏi", "Try asking"),
    "holdings": ("Đang có {documents} văn bản", "{documents} documents held"),
    "holdings_all": ("Xem tất cả văn bản", "See all documents"),
    "locality": ("Địa phương", "Locality"),
    "level": ("Cấp", "Level"),
    "year": ("Năm", "Year"),
    "untold": ("Kế hoạch không nêu: {kind}", "Not stated in this plan: {kind}"),
    "retold": ("Diễn đạt lại", "In other words"),
    "retold_note": (
        "Máy diễn đạt lại; mỗi câu đã được đối chiếu với trích dẫn đi kèm. Căn cứ là trích dẫn.",
        "Reworded by a model (in Vietnamese); each sentence was held against what it cites. The "
        "quotations are what counts.",
    ),
    "rephrase": ("Diễn đạt lại thành câu", "Tell it in sentences"),
    "rephrase_none": (
        "Không câu nào của máy khớp với trích dẫn, nên không hiện câu nào.",
        "No sentence of the model stood in the quotations, so none is shown.",
    ),
    "elsewhere": ("Hỏi ở các địa phương khác", "Ask of other places"),
    "elsewhere_q": ("ở các địa phương khác thì sao?", "what about other places?"),
    "corrected": ("“{read}” thay cho “{typed}”", "“{read}” for “{typed}”"),
    "literal": ("Tìm đúng chữ đã gõ", "Search as typed"),
    "except": ("trừ {name}", "except {name}"),
    "remove": ("Bỏ lọc {name}", "Remove filter {name}"),
    # Answers
    "understood": ("Đang tìm:", "Searching for:"),
    "count_answers": (
        "{found} văn bản có câu trả lời, {silent} văn bản không thấy.",
        "Documents that answer: {found}; that do not: {silent}.",
    ),
    "count_at_least": (
        "Ít nhất {found} văn bản có câu trả lời, {silent} văn bản không thấy; {unseen} văn bản "
        "chưa xem tới, có thể cũng có câu trả lời.",
        "Documents that answer: {found} at least; that do not: {silent}; not looked at, and may "
        "answer too: {unseen}.",
    ),
    "answer_pages": ("Các trang câu trả lời", "Pages of answers"),
    "previous_answers": ("Các câu trả lời trước", "Answers before these"),
    "next_answers": ("Các câu trả lời tiếp theo", "More answers"),
    "count_outside": (
        "{n} văn bản ngoài phạm vi câu hỏi.",
        "Documents outside the question: {n}.",
    ),
    "silent_outside": (
        "Ngoài phạm vi câu hỏi: {n} văn bản của nơi, cấp hoặc năm khác, không tìm trong đó.",
        "Outside the question: {n} documents of other places, levels or years, not searched.",
    ),
    "at_least": ("Ít nhất {n}", "At least {n}"),
    "count_passages": ("{n} đoạn liên quan.", "{n} related passages."),
    "answers": ("Câu trả lời theo địa phương", "Answers by locality"),
    "today": ("nay thuộc {name}", "now part of {name}"),
    "today_none": ("cấp huyện đã kết thúc từ {date}", "districts ended on {date}"),
    "became": ("{former}, nay:", "{former}, today:"),
    "became_since": (", từ {date} ({source})", ", since {date} ({source})"),
    "today_is": ("nay là {name}", "now {name}"),
    "digest": ("bản tóm lược", "digest"),
    "digest_note": (
        "Đây là bản tóm lược bằng lời khác, không phải nguyên văn văn bản đã ký.",
        "This is a digest in other words, not the signed text.",
    ),
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
        "Không văn bản nào trong phạm vi nói rõ điều này.",
        "No document in scope states this.",
    ),
    "not_found_all_below": (
        "Sau đây là lý do và các đoạn gần nhất.",
        "Below are the reasons and the nearest passages.",
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
    "answers_note": ("trích tự động, bấm để đọc nguyên văn", "extracted; open to read the words"),
    "passages": ("Đoạn liên quan", "Related passages"),
    "no_passages": ("Không có đoạn nào.", "There are no passages."),
    "items": ("{n} mục", "{n} items"),
    "quoted_all": ("Nguyên văn {n} đoạn", "All {n} word for word"),
    "quoted_too": ("Thêm {n} đoạn cùng kế hoạch", "{n} more of the same plan"),
    "quoted_above": (
        "{n} đoạn đã trích ở trên, không nhắc lại.",
        "{n} passages are quoted above and not repeated.",
    ),
    "next": ("Đoạn tiếp theo", "Next passages"),
    "previous": ("Đoạn trước", "Previous passages"),
    "pages": ("Các trang đoạn trích", "Pages of passages"),
    "back": ("Về câu trả lời", "Back to the answers"),
    "copy": ("Chép trích dẫn", "Copy quotation"),
    "copy_source": ("Chép nguồn", "Copy citation"),
    "tell": ("Góp ý", "Feedback"),
    "missing_tell": ("Báo văn bản còn thiếu", "Tell us which document is missing"),
    "title_page": ("trang {page}/{pages}", "page {page}/{pages}"),
    "count_page": ("Trang {page}/{pages}.", "Page {page}/{pages}."),
    "count_exact": ("{n} đoạn có đúng các chữ này.", "{n} passages with these very words."),
    "recent": ("Vừa tìm trên máy này", "Recent, on this machine only"),
    "recent_clear": ("Xóa", "Clear"),
    # Narrowing
    "chips": ("Đang lọc", "Filters in force"),
    "agency": ("Cơ quan", "Agency"),
    "kind": ("Loại mục", "Kind of clause"),
    "order": ("Xếp theo", "Order"),
    "order_best": ("sát nhất", "best match"),
    "order_newest": ("mới nhất", "newest"),
    "order_oldest": ("cũ nhất", "oldest"),
    "order_place": ("địa phương", "locality"),
    "exact_instead": ("Tìm đúng chữ «{q}»", "Search for exactly “{q}”"),
    "exact_only": ("Chỉ đoạn có đúng các chữ này", "Only these very words"),
    "exact_passages": ("Đoạn có đúng các chữ này", "Passages with these very words"),
    "exact_chip": ("đúng các chữ này", "these very words"),
    "related_instead": ("Cả đoạn liên quan", "Related passages too"),
    # The tray
    "tray_add": ("So sánh", "Compare"),
    "tray_go": ("So sánh các văn bản đã chọn", "Compare the chosen documents"),
    # Feedback
    "feedback": ("Góp ý về câu trả lời", "Feedback on an answer"),
    "feedback_note": (
        "Góp ý được lưu ngay trên máy chủ này để người vận hành sửa; không lưu tên hay địa chỉ.",
        "Kept on this server for whoever runs it; no name and no address is kept.",
    ),
    "feedback_answer": ("Câu trả lời", "Answer"),
    "feedback_clause": ("Nơi trích", "Clause"),
    "feedback_reason": ("Có điều gì?", "What is it?"),
    "feedback_words": ("Nói rõ thêm (không bắt buộc)", "More about it (optional)"),
    "feedback_private": (
        "Xin đừng ghi thông tin cá nhân.",
        "Please write nothing about persons.",
    ),
    "feedback_send": ("Gửi góp ý", "Send"),
    "feedback_thanks": ("Đã ghi nhận, xin cảm ơn", "Noted, thank you"),
    "feedback_thanks_note": (
        "Người vận hành sẽ đọc góp ý này cùng câu hỏi và nơi trích.",
        "Whoever runs this will read it with the question and the clause.",
    ),
    "feedback_reason_due": (
        "Hãy chọn một điều. / Choose one of them.",
        "Hãy chọn một điều. / Choose one of them.",
    ),
    "feedback_words_due": (
        "Hãy nói rõ điều khác là gì. / Say what it is.",
        "Hãy nói rõ điều khác là gì. / Say what it is.",
    ),
    "feedback_often": (
        "Gửi góp ý nhiều quá; hãy thử lại sau {n} giây. / Too many notes; wait {n} seconds.",
        "Gửi góp ý nhiều quá; hãy thử lại sau {n} giây. / Too many notes; wait {n} seconds.",
    ),
    "reason_quote": ("Đoạn trích không trả lời câu hỏi", "The quotation does not answer"),
    "reason_agency": ("Sai cơ quan hoặc sai vai trò", "Wrong agency or role"),
    "reason_outdated": ("Đã lỗi thời, có văn bản mới hơn", "Outdated: there is a newer document"),
    "reason_missing": ("Thiếu văn bản lẽ ra phải có", "A document is missing"),
    "reason_other": ("Điều khác", "Something else"),
    "reason_good": (
        "Trả lời đúng; gợi ý câu hỏi này cho người khác",
        "It is right; suggest this question to others",
    ),
    # Columns of files
    "column_locality": ("Địa phương", "Locality"),
    "column_locality_today": ("Nay thuộc", "Locality today"),
    "column_year": ("Năm", "Year"),
    "column_document": ("Văn bản", "Document"),
    "column_answer": ("Câu trả lời", "Answer"),
    "column_role": ("Vai trò", "Role"),
    "column_quote": ("Trích nguyên văn", "Quotation"),
    "column_source": ("Nguồn", "Source"),
    "column_url": ("Địa chỉ", "Address"),
    "column_reason": ("Lý do không thấy", "Why not found"),
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
