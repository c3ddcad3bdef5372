"""The words of the commands that keep the house: ``index``, ``serve``, ``documents`` and others."""

from __future__ import annotations

from service.cli.grammar import Commands, Parser, add, address, json_option, number, origin, workers


def index(commands: Commands[Parser]) -> None:
    """Describe ``tracuu index``."""
    command = add(
        commands,
        "index",
        "service.cli.building:index",
        "lập hoặc cập nhật chỉ mục từ các thư mục kế hoạch · build or update the index",
        "corpus/plans",
        "~/ke-hoach ~/them.txt --index /srv/index",
        "/chung/ke-hoach --index milvus://10.0.0.7:19530/ke_hoach --workers tcp://10.0.0.5:8786",
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
        type=number(1, 64),
        metavar="N",
        help="số tiến trình đọc tệp (mặc định 2) · processes that read files (default 2)",
    )
    command.add_argument(
        "--workers",
        type=workers,
        metavar="N|ADDRESS",
        help="chia việc cho N tiến trình hay cho nhiều máy qua bộ điều phối Dask · share the work: "
        "N processes here, or many machines by Dask's scheduler (tcp://host:8786)",
    )
    json_option(command)


def serve(commands: Commands[Parser]) -> None:
    """Describe ``tracuu serve``."""
    command = add(
        commands,
        "serve",
        "service.cli.serving:serve",
        "phục vụ trang web và API · serve the page and the API",
        "",
        "--plans corpus/plans --port 9000",
        "--host 0.0.0.0 --allow-origin https://tinh.example.vn",
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
        "--port", type=number(0, 65535), default=8000, help="cổng (mặc định 8000) · port"
    )
    command.add_argument(
        "--workers",
        type=number(1, 64),
        metavar="N",
        help="số tiến trình trả lời (mặc định: số lõi; 1: một tiến trình cho tất cả) · processes "
        "that answer (default: as many as cores; 1: one process for everything)",
    )
    _guarding(command)
    command.add_argument(
        "--mcp", action="store_true", help="mở /mcp cho trợ lý AI · open /mcp to assistants"
    )
    _url(command)
    _rephrasing(command)
    command.add_argument(
        "--log-level",
        default="warning",
        choices=("critical", "error", "warning", "info", "debug"),
        help="mức ghi nhật ký (JSON); info ghi từng yêu cầu · log level; info logs each request",
    )
    command.add_argument(
        "--log-questions",
        action="store_true",
        help="ghi cả câu hỏi vào nhật ký (mặc định không) · log what was asked too (default: no)",
    )


def _rephrasing(command: Parser) -> None:
    """Options of the model that may reword answers; without an address there is none."""
    command.add_argument(
        "--rephrase-url",
        metavar="URL",
        help="điểm cuối kiểu OpenAI để diễn đạt lại câu trả lời khi được yêu cầu (hoặc "
        "TRACUU_REPHRASE_URL) · OpenAI-compatible endpoint that rewords answers when asked",
    )
    command.add_argument(
        "--rephrase-model", metavar="NAME", help="tên mô hình (TRACUU_REPHRASE_MODEL) · its model"
    )
    command.add_argument(
        "--rephrase-key-file",
        metavar="FILE",
        help="tệp chứa khóa (hoặc biến TRACUU_REPHRASE_KEY) · file that holds the key",
    )


def mcp(commands: Commands[Parser]) -> None:
    """Describe ``tracuu mcp``."""
    command = add(
        commands,
        "mcp",
        "service.cli.assistants:mcp",
        "máy chủ MCP cho trợ lý AI, qua stdin/stdout · MCP server for assistants, over stdio",
        "--index /srv/index",
        "--index /srv/index --url http://127.0.0.1:8000",
    )
    _url(command)


def _url(command: Parser) -> None:
    command.add_argument(
        "--url",
        type=address,
        metavar="URL",
        help="địa chỉ người đọc mở trang, để liên kết đầy đủ · where readers reach the pages",
    )


def _guarding(command: Parser) -> None:
    """Who may ask, and how much."""
    keys = command.add_mutually_exclusive_group()
    keys.add_argument(
        "--require-key",
        action="store_true",
        help="API cần khóa, cả trên máy này (khi đứng sau proxy) · the API needs a key, here too",
    )
    keys.add_argument(
        "--open",
        action="store_true",
        help="API không cần khóa dù đã có khóa · the API needs no key though there are keys",
    )
    command.add_argument(
        "--rate",
        type=number(0, 1_000_000),
        default=600,
        metavar="N",
        help="mức dùng mỗi phút của mỗi khóa hoặc địa chỉ: một lượt tra 1, một câu hỏi 5 "
        "(mặc định 600; 0: không hạn chế) · units a minute for each key or address",
    )
    command.add_argument(
        "--allow-origin",
        action="append",
        type=origin,
        metavar="ORIGIN",
        help="trang ở địa chỉ này được gọi API không cần khóa, lặp lại được · "
        "pages of this origin may call the API without a key, repeatable",
    )


def documents(commands: Commands[Parser]) -> None:
    """Describe ``tracuu documents``."""
    command = add(
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
    json_option(command)


def export(commands: Commands[Parser]) -> None:
    """Describe ``tracuu export``."""
    command = add(
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
        "--raw",
        action="store_true",
        help="CSV đúng từng chữ, cho máy đọc (bảng tính có thể chạy ô bắt đầu bằng =, +, -, @) · "
        "CSV to the letter, for machines",
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


def evaluate(commands: Commands[Parser]) -> None:
    """Describe ``tracuu eval``."""
    command = add(
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
    json_option(command)


def models(commands: Commands[Parser]) -> None:
    """Describe ``tracuu models``."""
    command = add(
        commands,
        "models",
        "service.cli.library:models",
        "mô hình nhúng đi kèm và các mô hình đã biết quy ước · embedding models",
        "",
        "--json",
        index=False,
    )
    json_option(command)


def keys(commands: Commands[Parser]) -> None:
    """Describe ``tracuu keys``."""
    command = add(
        commands,
        "keys",
        "service.cli.keys:keys",
        "khóa cho API và cho việc thêm kế hoạch trên trang · keys for the API and for adding plans",
        'add "Cổng dịch vụ công"',
        'add "Quản trị" --scope admin --days 365',
        "list",
        "revoke 3fa9c2d1",
    )
    command.add_argument(
        "action", choices=("add", "list", "revoke"), help="tạo, xem, thu hồi · what to do"
    )
    command.add_argument(
        "name",
        nargs="?",
        metavar="LABEL|ID",
        help="add: khóa dành cho ai; revoke: mã khóa · add: whom it is for; revoke: the key's id",
    )
    command.add_argument(
        "--scope",
        choices=("read", "admin"),
        default="read",
        help="read: đọc (mặc định); admin: cả thêm kế hoạch · admin may add plans too",
    )
    command.add_argument(
        "--days",
        type=number(1, 36500),
        metavar="N",
        help="số ngày có hiệu lực (mặc định: mãi) · days it is good for (default: for good)",
    )
    json_option(command)
