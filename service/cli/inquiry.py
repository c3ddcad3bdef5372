"""The words of the commands that ask and check, and what readers said of it."""

from __future__ import annotations

from service.cli import asked, comparison
from service.cli.grammar import Commands, Parser, add, json_option, number


def ask(commands: Commands[Parser]) -> None:
    """Describe ``tracuu ask``."""
    command = add(
        commands,
        "ask",
        "service.cli.asking:ask",
        "hỏi; mỗi kế hoạch một câu trả lời có trích dẫn · ask; one cited answer per plan",
        '"Cơ quan nào phụ trách khám sức khỏe định kỳ?"',
        '"co quan nao kham suc khoe" --locality "Hải Dương" --year 2023',
        '"còn Nghệ An thì sao?" --previous "Ai khám sức khỏe ở Hải Dương?"',
        '"which agency handles health checks" --json',
    )
    command.add_argument("question", metavar="QUESTION", help="câu hỏi · the question")
    _scope(command)
    command.add_argument(
        "--limit", type=int, default=10, help="số kế hoạch tối đa (mặc định 10) · plans at most"
    )
    _cursor(command)
    asked.options(command)
    json_option(command)


def _scope(command: Parser) -> None:
    """Where to look; each may be given again."""
    for option, what in (
        ("document", "chỉ trong kế hoạch này, lặp lại được · only this plan, repeatable"),
        ("locality", "chỉ địa phương này, lặp lại được · only this place, repeatable"),
        ("level", "province, district, commune, central: cấp · level of government"),
    ):
        command.add_argument(f"--{option}", action="append", metavar=option.upper(), help=what)
    command.add_argument(
        "--year", action="append", type=number(1900, 2200), metavar="YEAR", help="năm · year"
    )


def _cursor(command: Parser) -> None:
    command.add_argument(
        "--cursor",
        metavar="CURSOR",
        help="trang kế tiếp, lấy ở lần trước · next page, as given before",
    )


def search(commands: Commands[Parser]) -> None:
    """Describe ``tracuu search``."""
    command = add(
        commands,
        "search",
        "service.cli.asking:search",
        "tìm các đoạn khớp với từ khóa · find matching clauses",
        '"khám sức khỏe"',
        'kham suc khoe --agency "Sở Y tế" --limit 5',
    )
    command.add_argument("query", nargs="+", metavar="QUERY", help="từ khóa · words to find")
    _scope(command)
    for option, what in (
        ("agency", "chỉ mục có cơ quan này · only clauses naming this agency"),
        ("kind", "section, clause, point, bullet, row…: loại mục · kind of clause"),
    ):
        command.add_argument(f"--{option}", metavar=option.upper(), help=what)
    command.add_argument(
        "--order",
        choices=("best", "newest", "oldest", "place"),
        default="best",
        help="thứ tự (mặc định best: khớp nhất) · how hits are ordered",
    )
    command.add_argument(
        "--exact",
        action="store_true",
        help="chỉ đoạn có đúng cụm từ này · only clauses with the words as typed, in their order",
    )
    command.add_argument(
        "--limit", type=int, default=20, help="số đoạn tối đa (mặc định 20) · clauses at most"
    )
    _cursor(command)
    asked.literal(command)
    json_option(command)


def compare(commands: Commands[Parser]) -> None:
    """Describe ``tracuu compare``."""
    command = add(
        commands,
        "compare",
        "service.cli.comparing:compare",
        "đặt các kế hoạch cạnh nhau: mục tương ứng, chỗ khác, chỗ thiếu · plans side by side",
        *comparison.EXAMPLES,
    )
    comparison.options(command)
    json_option(command)


def verify(commands: Commands[Parser]) -> None:
    """Describe ``tracuu verify``."""
    command = add(
        commands,
        "verify",
        "service.cli.verifying:verify",
        "kiểm trích dẫn: có nguyên văn, gần đúng hay không có · check quotations against the plans",
        '"Sở Y tế chủ trì khám sức khỏe" --document hai-duong-2023',
        "--file bao-cao.txt",
    )
    command.add_argument("quote", nargs="?", metavar="QUOTE", help="đoạn trích · the quotation")
    command.add_argument(
        "--file",
        metavar="FILE",
        help="kiểm mọi đoạn trong ngoặc kép của tệp; - là đầu vào chuẩn · "
        "check every passage in quotation marks of a text file; - is stdin",
    )
    command.add_argument("--document", metavar="ID", help="chỉ kế hoạch này · only this plan")
    json_option(command)


def feedback(commands: Commands[Parser]) -> None:
    """Describe ``tracuu feedback``."""
    command = add(
        commands,
        "feedback",
        "service.cli.noted:feedback",
        "đọc góp ý của người dùng về các câu trả lời · what readers said of answers",
        "",
        "--reason agency",
        "--json",
    )
    command.add_argument(
        "--reason",
        choices=("quote", "agency", "outdated", "missing", "other", "good"),
        help="chỉ góp ý thuộc loại này · only notes of this kind",
    )
    json_option(command)
