"""The command line: ``tracuu index|serve|ask|search|compare|documents|eval|models|export``.

Only this door's words live here. Whatever takes long to import is imported inside the command
that needs it, so that ``tracuu --help`` answers at once. A command returns its exit status: 0
done (or found), 1 done but something is wanting (nothing found, files quarantined), 2 not done.
"""

from __future__ import annotations

import importlib
import io
import os
import sys
from collections.abc import Callable, Sequence

from indexer.errors import TracuuError
from service.cli.output import complain
from service.cli.parser import parser

DONE, WANTING, FAILED = 0, 1, 2
_INTERRUPTED = 130  # as a shell reports Ctrl-C


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; errors a user can act on go to stderr as one message."""
    _speak_utf8()
    # This program works without a network; a model named by the user is looked for on this
    # machine only, unless they say otherwise.
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    args = parser().parse_args(argv)
    from models.errors import ModelError  # brings numpy: not before --help has answered

    module, name = args.run.split(":")
    try:
        command: Callable[..., int] = getattr(importlib.import_module(module), name)
        return command(args)
    except (TracuuError, ModelError) as error:
        complain(str(error))
    except BrokenPipeError:
        # The reader (head, less) has enough. Python would complain again while closing stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        complain("Đã dừng theo yêu cầu · Stopped")
        return _INTERRUPTED
    except OSError as error:
        complain(f"Hệ thống báo lỗi · The system reports an error: {error}")
    return FAILED


def _speak_utf8() -> None:
    """Let Vietnamese come out whatever the locale is."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
