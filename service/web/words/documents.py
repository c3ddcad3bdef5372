"""The documents held, and one of them."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
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
    "unread": ("không đọc được", "could not be read"),
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
}
