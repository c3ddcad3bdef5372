"""The options of ``tracuu compare``: documents, or a question, or one clause through the years."""

from __future__ import annotations

import argparse

EXAMPLES = (
    "bac-kan-2021-2025 nghe-an-2024",
    'bac-kan-2021-2025 nghe-an-2024 --section "kinh phí" --changed',
    "bac-kan-2021-2025 nghe-an-2024 --output so-sanh.docx",
    '--matrix "tỷ lệ xã, phường tổ chức tuyên truyền" --output chi-tieu.csv',
    "--history nghe-an-2024#V.4",
)


def options(command: argparse.ArgumentParser) -> None:
    """Add them to ``command``."""
    command.add_argument(
        "documents", nargs="*", metavar="ID", help="mã từ hai kế hoạch trở lên · two plans or more"
    )
    command.add_argument(
        "--section",
        metavar="PATH|WORDS",
        help="chỉ mục này (II.1) hoặc chủ đề này (“kinh phí”) · only this section or theme",
    )
    command.add_argument(
        "--changed", action="store_true", help="chỉ chỗ khác nhau · only what differs"
    )
    command.add_argument(
        "--fold", action="store_true", help="bỏ đoạn chép chung · leave copied text out"
    )
    command.add_argument(
        "--matrix",
        metavar="QUESTION",
        help="chỉ tiêu của mọi kế hoạch về điều này · targets of all plans on this",
    )
    command.add_argument(
        "--history",
        metavar="ID#PATH",
        help="mục này qua các năm của địa phương · this clause through the years",
    )
    command.add_argument(
        "--limit",
        type=int,
        metavar="N",
        help="số chỉ tiêu (mặc định 24) hoặc số dòng (mặc định tất cả) · targets, or rows, at most",
    )
    command.add_argument(
        "--cursor", help="trang kế tiếp, lấy ở lần trước · next page, as given before"
    )
    command.add_argument(
        "--raw",
        action="store_true",
        help="CSV cho máy: không thêm dấu ' trước ô trông như công thức · a CSV to the letter",
    )
    command.add_argument(
        "--output",
        metavar="FILE",
        help="ghi ra tệp .csv, .json hoặc .docx · write a .csv, .json or .docx file",
    )
