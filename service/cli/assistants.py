"""``tracuu mcp``: the MCP server on stdin and stdout, for an assistant that starts it itself."""

from __future__ import annotations

import argparse
from pathlib import Path

from indexer import generation
from indexer.address import is_address


def mcp(args: argparse.Namespace) -> int:
    """Serve one assistant until it closes stdin; a new generation is taken over meanwhile."""
    index = args.index
    if not is_address(index):
        generation.verify(Path(index) / generation.current(Path(index)))

    from service.api.counter import Counter
    from service.api.desk import House
    from service.api.shelf import Shelf
    from service.feedback import Box
    from service.mcp.server import make

    shelf = Shelf(index)
    shelf.open()
    try:
        make(House(shelf, Counter(), Box(index)), args.url).run("stdio")
    finally:
        shelf.close()
    return 0
