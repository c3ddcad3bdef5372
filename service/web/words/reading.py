"""The strings of the page of one document, Vietnamese first, English beside it."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "grounds": ("Căn cứ", "Legal bases"),
    "grounds_more": ("và {n} văn bản khác", "and {n} more"),
    "download": ("Tải tệp gốc", "Download the original file"),
    "original_gone": (
        "Không còn thấy tệp gốc ở nơi đã lập chỉ mục; phần chữ vẫn là nguyên văn đã đọc.",
        "The original file is no longer where it was indexed; the text is as it was read.",
    ),
    "original_changed": (
        "Tệp gốc đã đổi sau khi lập chỉ mục nên không đưa ra ở đây; phần chữ vẫn là nguyên văn đã "
        "đọc.",
        "The original file was changed after it was indexed and is not given out; the text is as "
        "it was read.",
    ),
    "original_gone_both": (
        "Không còn thấy tệp gốc ở nơi đã lập chỉ mục. / The original file is no longer there.",
        "Không còn thấy tệp gốc ở nơi đã lập chỉ mục. / The original file is no longer there.",
    ),
    "original_changed_both": (
        "Tệp gốc đã đổi sau khi lập chỉ mục; hãy lập lại chỉ mục. / "
        "The original file was changed after it was indexed; build the index again.",
        "Tệp gốc đã đổi sau khi lập chỉ mục; hãy lập lại chỉ mục. / "
        "The original file was changed after it was indexed; build the index again.",
    ),
    "no_pages": (
        "Tệp này không có ảnh trang. / There are no images of pages of this kind of file.",
        "Tệp này không có ảnh trang. / There are no images of pages of this kind of file.",
    ),
    "no_page": (
        "Văn bản không có trang này. / The document has no such page.",
        "Văn bản không có trang này. / The document has no such page.",
    ),
    "bad_page": (
        "Số trang phải là số nguyên từ 1. / A page is a whole number from 1.",
        "Số trang phải là số nguyên từ 1. / A page is a whole number from 1.",
    ),
    "bad_width": (
        "Bề rộng ảnh là một trong: {widths}. / The width is one of: {widths}.",
        "Bề rộng ảnh là một trong: {widths}. / The width is one of: {widths}.",
    ),
    "chosen": ("Mục đang xem", "The clause shown"),
    "misfit": (
        "Đoạn được dẫn không nằm trong mục này (văn bản có thể đã được đọc lại): không đánh dấu "
        "gì.",
        "The passage linked to is not inside this clause (the document may have been read again): "
        "nothing is marked.",
    ),
    "cite_as": ("Dẫn nguồn", "Cite as"),
    "no_facts": (
        "Mục này không nêu cơ quan, chỉ tiêu hay thời hạn nào nhận ra được.",
        "No body, target or deadline was recognised in this clause.",
    ),
    "bodies": ("Cơ quan", "Bodies"),
    "targets": ("Chỉ tiêu", "Targets"),
    "deadlines": ("Thời hạn", "Deadlines"),
    "laws": ("Văn bản được dẫn", "Documents cited"),
    "funding": ("Kinh phí", "Funding"),
    "facts_more": ("và {n} chi tiết khác trong văn bản", "and {n} more in the text"),
    "now": ("nay: {name}", "now: {name}"),
    "ended": ("nay không còn", "no longer exists"),
    "leaf": ("Ảnh trang {n} trên {count}", "Image of page {n} of {count}"),
    "leaf_alt": ("Ảnh trang {n} của bản gốc", "Image of page {n} of the original"),
    "leaf_boxed": (
        "Ảnh trang {n} của bản gốc, đoạn đang xem được khoanh",
        "Image of page {n} of the original, the passage boxed",
    ),
    "leaf_ocr": (
        "Chữ nhận dạng, đối chiếu với ảnh.",
        "The text was recognised by a machine: compare it with the image.",
    ),
    "leaf_more": ("Đoạn này tiếp ở trang", "The passage goes on on page"),
    "leaf_large": ("Mở ảnh lớn", "Open a large image"),
    "leaf_before": ("Trang trước", "Previous page"),
    "leaf_after": ("Trang sau", "Next page"),
    "leaf_failed": ("Không có ảnh trang: {why}", "No image of the page: {why}"),
    "branch": ("Các mục trong {name}", "Clauses in {name}"),
}
