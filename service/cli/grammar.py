"""How every command is described: the parser, its help with examples, and what options share."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Callable
from typing import NoReturn

from service.cli.output import complain, width


class Help(argparse.RawDescriptionHelpFormatter):
    """Help as wide as the terminal, examples left as they are written."""

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


Commands = argparse._SubParsersAction  # the only name argparse gives this type


def add(
    commands: Commands[Parser],
    name: str,
    run: str,
    summary: str,
    *examples: str,
    index: bool = True,
) -> Parser:
    """A command that runs ``run`` (``module:name``), with ``--index`` unless it needs none."""
    command = commands.add_parser(
        name,
        help=summary,
        description=summary,
        epilog="Ví dụ · Examples:\n" + "\n".join(f"  tracuu {name} {e}".rstrip() for e in examples),
        formatter_class=Help,
    )
    command.set_defaults(run=run)
    if index:
        command.add_argument(
            "--index",
            metavar="PATH",
            default=os.environ.get("TRACUU_INDEX") or "index",
            help="chỉ mục: thư mục (mặc định ./index hoặc biến TRACUU_INDEX) hoặc milvus://… · the "
            "index: a folder, or milvus://host:19530/name",
        )
    return command


def json_option(command: Parser) -> None:
    """Let the command print JSON."""
    command.add_argument("--json", action="store_true", help="in JSON · print JSON")


def number(least: int, most: int) -> Callable[[str], int]:
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


def workers(text: str) -> int | str:
    """An argparse type: how many processes, or the address of a scheduler."""
    if re.fullmatch(r"(tcp|tls)://\S+:\d{1,5}", text):
        return text
    return number(1, 256)(text)


def origin(text: str) -> str:
    """An argparse type: an origin exactly as browsers send it: scheme, host and odd port."""
    found = re.fullmatch(r"(https?)://([a-z0-9.-]+|\[[0-9a-f:]+\])(?::(\d{1,5}))?", text)
    usual = {"http": "80", "https": "443"}
    if found is None or found[3] == usual[found[1]]:
        raise argparse.ArgumentTypeError(
            f"cần dạng https://tinh.example.vn, không có «/» cuối, chữ thường: {text} · "
            "an origin like https://tinh.example.vn is needed, in lower case, no slash at the end"
        )
    return text


def address(text: str) -> str:
    """An argparse type: where a service is reached, without a slash at its end."""
    found = re.fullmatch(r"(https?://[^\s/?#@]+(?:/[^\s?#]*)?)", text)
    if found is None:
        raise argparse.ArgumentTypeError(
            f"cần địa chỉ như https://kehoach.example.vn: {text} · "
            "an address like https://kehoach.example.vn is needed"
        )
    return text.rstrip("/")
