"""The words of the command line: its commands in order. Nothing heavy is imported here."""

from __future__ import annotations

from service.cli import inquiry, upkeep
from service.cli.grammar import Help, Parser

_COMMANDS = (
    upkeep.index,
    upkeep.serve,
    upkeep.mcp,
    inquiry.ask,
    inquiry.search,
    inquiry.compare,
    inquiry.verify,
    upkeep.documents,
    upkeep.export,
    inquiry.feedback,
    upkeep.evaluate,
    upkeep.models,
    upkeep.keys,
)


def parser() -> Parser:
    """The whole command line; ``args.run`` names the function to call as ``module:name``."""
    main = Parser(
        prog="tracuu",
        description="Tra cứu kế hoạch: mọi câu trả lời đều là trích dẫn nguyên văn\n"
        "Questions answered from government plans by verbatim quotations",
        epilog="Bắt đầu · Start:\n  tracuu index corpus/plans\n"
        '  tracuu ask "Cơ quan nào phụ trách khám sức khỏe?"\n  tracuu serve',
        formatter_class=Help,
    )
    commands = main.add_subparsers(metavar="LỆNH/COMMAND", required=True)
    for describe in _COMMANDS:
        describe(commands)
    return main
