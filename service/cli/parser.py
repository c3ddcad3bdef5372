"""The words of the command line: commands, options, help with examples. Nothing heavy here."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from typing import NoReturn

from service.cli import comparison
from service.cli.output import complain, width


class _Help(argparse.RawDescriptionHelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=20, width=width())


class Parser(argparse.ArgumentParser):
    """argparse, except that a mistake is answered in the house's words and points to the help."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and where to look; exit status 2."""
        complain(
            f"Lệnh chưa đúng · Bad command: {message}\nXem cách dùng · See: {self.prog} --help"
        )
        raise SystemExit(2)


def parser() -> Parser:
    """The whole command line; ``args.run`` names the function to call as ``module:name``."""
    main = Parser(
        prog="tracuu",
        description="Tra cứu kế hoạch: mọi câu trả lời đều là trích dẫn nguyên văn\n"
        "Questions answered from government plans by verbatim quotations",
        epilog="Bắt đầu · Start:\n  tracuu index corpus/plans\n"
        '  tracuu ask "Cơ quan nào phụ trách khám sức khỏe?"\n  tracuu serve',
        formatter_class=_Help,
    )
    commands = main.add_subparsers(metavar="LỆNH/COMMAND", required=True)
    for describe in (_index, _serve, _ask, _search, _compare, _documents, _export, _eval, _models):
        describe(commands)
    return main


_Commands = argparse._SubParsersAction  # the only name argparse gives this type


def _add(
    commands: _Commands[Parser],
    name: str,
    run: str,
    summary: str,
    *examples: str,
    index: bool = True,
) -> Parser:
    command = commands.add_parser(
        name,
        help=summary,
        description=summary,
        epilog="Ví dụ · Examples:\n" + "\n".join(f"  tracuu {name} {e}".rstrip() for e in examples),
        formatter_class=_Help,
    )
    command.set_defaults(run=run)
    if index:
        command.add_argument(
            "--index",
            metavar="PATH",
            default=os.environ.get("TRACUU_INDEX") or "index",
            help="thư mục chỉ mục (mặc định ./index hoặc biến TRACUU_INDEX) · the index's folder",
        )
    return command


def _json(command: Parser) -> None:
    command.add_argument("--json", action="store_true", help="in JSON · print JSON")


def _index(commands: _Commands[Parser]) -> None:
    command = _add(
        commands,
        "index",
        "service.cli.building:index",
        "lập hoặc cập nhật chỉ mục từ các thư mục kế hoạch · build or update the index",
        "corpus/plans",
        "~/ke-hoach ~/them.txt --index /srv/index",
        "--rollback",
    )
    command.add_argument(
        "sources", nargs="*", metavar="FOLDER", help="thư mục hoặc tệp · folders or files"
    )
    command.add_argument(
        "--encoder", metavar="NAME", help="mô hình nhúng (xem tracuu models) · embedding model"
    )
    command.add_argument(
        "--rollback",
        action="store_true",
        help="dùng lại thế hệ trước của chỉ mục · serve the generation before this one again",
    )
    command.add_argument("--quiet", action="store_true", help="không in tiến độ · no progress bar")
    command.add_argument(
        "--jobs",
        type=_number(1, 64),
        metavar="N",
        help="số tiến trình đọc tệp (mặc định 2) · processes that read files (default 2)",
    )
    _json(command)


def _serve(commands: _Commands[Parser]) -> None:
    command = _add(
        commands,
        "serve",
        "service.cli.serving:serve",
        "phục vụ trang web và API · serve the page and the API",
        "",
        "--plans corpus/plans --port 9000",
        "--host 0.0.0.0",
    )
    command.add_argument(
        "--plans",
        metavar="FOLDER",
        action="append",
        help="lập hoặc cập nhật chỉ mục từ thư mục này trước · bring the index up to date first",
    )
    command.add_argument("--encoder", metavar="NAME", help="mô hình nhúng · embedding model")
    command.add_argument("--host", default="127.0.0.1", help="mặc định · default 127.0.0.1")
    command.add_argument(
        "--port", type=_number(0, 65535), default=8000, help="cổng (mặc định 8000) · port"
    )
    command.add_argument(
        "--log-level",
        default="warning",
        choices=("critical", "error", "warning", "info", "debug"),
        help="mức ghi nhật ký; info in từng yêu cầu · log level; info prints each request",
    )


def _ask(commands: _Commands[Parser]) -> None:
    command = _add(
        commands,
        "ask",
        "service.cli.asking:ask",
        "hỏi; mỗi kế hoạch một câu trả lời có trích dẫn · ask; one cited answer per plan",
        '"Cơ quan nào phụ trách khám sức khỏe định kỳ?"',
        '"co quan nao kham suc khoe" --locality "Hải Dương" --year 2023',
        '"which agency handles health checks" --json',
    )
    command.add_argument("question", metavar="QUESTION", help="câu hỏi · the question")
    for option, what in _SCOPE:
        command.add_argument(f"--{option}", action="append", metavar=option.upper(), help=what)
    command.add_argument(
        "--year", action="append", type=_number(1900, 2200), metavar="YEAR", help="năm · year"
    )
    command.add_argument(
        "--limit", type=int, default=10, help="số kế hoạch tối đa (mặc định 10) · plans at most"
    )
    _json(command)


_SCOPE = (
    ("document", "chỉ trong kế hoạch này, lặp lại được · only this plan, repeatable"),
    ("locality", "chỉ địa phương này, lặp lại được · only this place, repeatable"),
    ("level", "province, district, commune, central: cấp · level of government"),
)


def _search(commands: _Commands[Parser]) -> None:
    command = _add(
        commands,
        "search",
        "service.cli.asking:search",
        "tìm các đoạn khớp với từ khóa · find matching clauses",
        '"khám sức khỏe"',
        'kham suc khoe --agency "Sở Y tế" --limit 5',
    )
    command.add_argument("query", nargs="+", metavar="QUERY", help="từ khóa · words to find")
    for option, what in (
        *_SCOPE,
        ("agency", "chỉ mục có cơ quan này · only clauses naming this agency"),
        ("kind", "section, clause, point, bullet, row…: loại mục · kind of clause"),
        ("cursor", "trang kế tiếp, lấy ở lần trước · next page, as given before"),
    ):
        command.add_argument(f"--{option}", metavar=option.upper(), help=what)
    command.add_argument("--year", type=_number(1900, 2200), metavar="YEAR", help="năm · year")
    command.add_argument(
        "--limit", type=int, default=20, help="số đoạn tối đa (mặc định 20) · clauses at most"
    )
    _json(command)


def _compare(commands: _Commands[Parser]) -> None:
    command = _add(
        commands,
        "compare",
        "service.cli.comparing:compare",
        "đặt các kế hoạch cạnh nhau: mục tương ứng, chỗ khác, chỗ thiếu · plans side by side",
        *comparison.EXAMPLES,
    )
    comparison.options(command)
    _json(command)


def _documents(commands: _Commands[Parser]) -> None:
    command = _add(
        commands,
        "documents",
        "service.cli.library:documents",
        "liệt kê kế hoạch, hoặc xem một kế hoạch · list the plans, or show one",
        "",
        "hai-duong-2023",
        "hai-duong-2023 --text",
        "--problems",
    )
    command.add_argument("id", nargs="?", metavar="ID", help="mã kế hoạch · a plan's id")
    command.add_argument("--text", action="store_true", help="toàn văn · the whole text")
    command.add_argument(
        "--problems",
        action="store_true",
        help="điều bất thường khi đọc và tệp bị loại · what was odd, and files left out",
    )
    _json(command)


def _export(commands: _Commands[Parser]) -> None:
    command = _add(
        commands,
        "export",
        "service.cli.library:export",
        "xuất kế hoạch, các mục và dữ kiện ra tệp · write documents, clauses and facts to files",
        "ket-qua",
        "ket-qua --format csv --document hai-duong-2023",
        "- --table facts",
    )
    command.add_argument(
        "folder",
        metavar="FOLDER",
        help="thư mục nhận tệp; - là màn hình · - is stdout",
    )
    command.add_argument(
        "--format", choices=("jsonl", "csv"), default="jsonl", help="mặc định jsonl · default jsonl"
    )
    command.add_argument(
        "--table",
        action="append",
        choices=("documents", "clauses", "facts"),
        help="chỉ bảng này · only this table",
    )
    command.add_argument(
        "--document", action="append", metavar="ID", help="chỉ kế hoạch này · only this plan"
    )


def _eval(commands: _Commands[Parser]) -> None:
    command = _add(
        commands,
        "eval",
        "service.cli.scoring:evaluate",
        "chấm chỉ mục bằng bộ câu hỏi mẫu · score the index against gold questions",
        "questions.jsonl",
        "questions.jsonl --field query --misses",
        "questions.jsonl --at-least query:cite@1=0.85",
    )
    command.add_argument("questions", nargs="+", metavar="QUESTIONS.jsonl", help="tệp · files")
    command.add_argument(
        "--field",
        action="append",
        choices=("query", "query_no_diacritics", "query_short", "query_en"),
        help="chỉ dạng câu hỏi này · only this form of the questions",
    )
    command.add_argument("--misses", action="store_true", help="in câu sai · print what was missed")
    command.add_argument(
        "--at-least",
        action="append",
        metavar="FIELD:MEASURE=SHARE",
        help="thoát với mã 1 nếu thấp hơn · exit 1 when lower",
    )
    _json(command)


def _models(commands: _Commands[Parser]) -> None:
    command = _add(
        commands,
        "models",
        "service.cli.library:models",
        "mô hình nhúng đi kèm và các mô hình đã biết quy ước · embedding models",
        "",
        "--json",
        index=False,
    )
    _json(command)


def _number(least: int, most: int) -> Callable[[str], int]:
    """An argparse type: a whole number within bounds."""

    def whole(text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            value = least - 1
        if not least <= value <= most:
            raise argparse.ArgumentTypeError(
                f"cần số từ {least} đến {most} · a number from {least} to {most} is needed"
            )
        return value

    return whole
