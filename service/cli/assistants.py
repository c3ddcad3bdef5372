"""``tracuu mcp``: the MCP server on stdin and stdout, for an assistant that starts it itself."""

from __future__ import annotations

import argparse
import signal
import sys

from indexer import generation
from indexer.index.protocol import Index
from service.cli.output import complain


def mcp(args: argparse.Namespace) -> int:
    """Serve one assistant until it closes stdin; a new generation is taken over meanwhile."""
    index = args.index
    generation.check(index)

    from service.api.counter import Counter
    from service.api.desk import House
    from service.api.shelf import Shelf
    from service.holdings.feedback import Box
    from service.mcp.server import make

    # Nothing here can be lost, and a thread that reads a terminal cannot be interrupted otherwise.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if sys.stdin.isatty():
        complain(
            "Đang chờ một trợ lý qua stdin (trợ lý tự chạy lệnh này; xem README); Ctrl-C để dừng · "
            "Waiting for an assistant on stdin (it starts this command itself; see README)"
        )
    shelf: Shelf[Index] = Shelf(index)
    shelf.open()
    try:
        make(House(shelf, Counter(), Box(index)), args.url).run("stdio")
    finally:
        shelf.close()
    return 0
