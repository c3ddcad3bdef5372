"""Run as ``python -m service.admin.worker read|publish INDEX``: progress as JSON lines on stdout.

A process of its own: a build takes memory and both processors, and the service goes on answering.
The last line is what was done, or why it was refused.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from typing import Any, TextIO

#: Questions come first.
_POLITE = 10


def main(task: str, index: str) -> None:
    """Read what is new, or publish it."""
    os.nice(_POLITE)
    # Whatever a library prints must not end up among the lines.
    lines = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    from indexer.errors import TracuuError
    from models.errors import ModelError

    try:
        _say(lines, {"done": _work(task, index, lines)})
    except (TracuuError, ModelError) as error:
        _say(lines, {"refused": str(error)})


def _work(task: str, index: str, lines: TextIO) -> dict[str, Any]:
    import models
    from indexer import generation, originals
    from indexer.address import home
    from indexer.rehearsal import rehearse
    from service.holdings.publishing import publish

    def tell(stage: str, done: int, total: int) -> None:
        _say(lines, {"stage": stage, "done_so_far": done, "total": total})

    originals.check_place(index)
    place = home(index)
    roots = originals.remembered(place)
    if task == "publish":
        return asdict(publish(roots, index, on_progress=tell))
    encoder = models.load(generation.encoder_of(place) or "default")
    return {"tried": [asdict(one) for one in rehearse(roots, place, encoder, tell)]}


def _say(lines: TextIO, message: dict[str, Any]) -> None:
    lines.write(json.dumps(message, ensure_ascii=False) + "\n")
    lines.flush()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
