"""Where the files of an index lie: remembered beside its generations, found again by their names.

A generation knows its sources by name and hash alone, so that a copied index is whole without
them. Their folders are kept in ``INDEX/sources.json``, which a build writes anew: it says where to
look, and proves nothing. Whoever opens a file compares its hash.

Where the index itself stood then is kept there too: a copy, which remembers the folders of the
index it was copied from, must not change them.
"""

from __future__ import annotations

import json
import os
import shlex
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from indexer import archives
from indexer.address import home, is_address
from indexer.errors import IndexElsewhere, UnreadableDocument
from indexer.sources import ARCHIVES, Source

NAME = "sources.json"


def remember(index: Path, roots: Sequence[Path]) -> None:
    """Write down the folders an index was built from, and where it stands."""
    told = {"roots": [str(root.absolute()) for root in roots], "index": str(index.resolve())}
    body = json.dumps(told, ensure_ascii=True)
    temporary = index / f".{NAME}-{os.getpid()}"
    temporary.write_text(body + "\n", "ascii")
    os.replace(temporary, index / NAME)


def remembered(index: Path) -> tuple[Path, ...]:
    """The folders an index was built from; none where nobody wrote them down."""
    roots = _written(index).get("roots")
    return tuple(Path(r) for r in roots if isinstance(r, str)) if isinstance(roots, list) else ()


def check_place(address: Path | str) -> None:
    """Raise ``IndexElsewhere`` where an index does not stand where its folders were written down.

    One that was copied back to where it stood may pass, and one of an older release, which did
    not say where.
    """
    index = home(address)
    stood = _written(index).get("index")
    if stood is None or _is_same(str(stood), index):
        return
    here = shlex.quote(str(address if is_address(address) else index.resolve()))
    said = (
        f"Chỉ mục này được chép hoặc chuyển đến đây từ {stood}. Thư mục kế hoạch mà nó nhớ có thể "
        "là của chỉ mục ở đó, nên ở đây không thêm, thay, bỏ hay đọc tệp kế hoạch nào; hỏi và tìm "
        f"vẫn như trước. Hãy đặt lại nguồn: tracuu index THƯ_MỤC --index {here} (tệp gửi lên sẽ "
        "vào THƯ_MỤC: bản sao cần thư mục riêng). / "
        f"This index was copied or moved here from {stood}. The folder of plans it remembers may "
        "be that of the index there, so no plan is added, replaced, put aside or read here; "
        f"questions and searches go on. Set its sources anew: tracuu index FOLDER --index {here} "
        "(what is uploaded goes into FOLDER: a copy needs one of its own)."
    )
    raise IndexElsewhere(said.encode("utf-8", "replace").decode())  # names may be odd bytes


def _written(index: Path) -> dict[str, Any]:
    try:
        told = json.loads((index / NAME).read_text("ascii"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _is_same(stood: str, index: Path) -> bool:
    """Whether it is one folder, whatever links or mounts lead there."""
    try:
        return Path(stood).samefile(index)
    except (OSError, ValueError):
        return False


def find(roots: Sequence[Path], name: str) -> Iterator[Source]:
    """Every file below ``roots``, or member of a ZIP there, that may be the source ``name``.

    A source inside a ZIP that is itself in a ZIP is not found.
    """
    for root in roots:
        plain = name.removeprefix(f"{root.name}/")
        for relative in dict.fromkeys((name, plain)):
            yield from _below(root if root.is_dir() else root.parent, relative, name)


def _below(root: Path, relative: str, name: str) -> Iterator[Source]:
    parts = PurePosixPath(relative).parts
    if ".." in parts or not parts or relative.startswith("/"):
        return
    # macOS writes names with their marks apart; an index speaks of them joined.
    for spelt in dict.fromkeys((relative, unicodedata.normalize("NFD", relative))):
        path = root / spelt
        if path.is_file():
            yield Source(path, name, path.suffix.lower())
    for cut in range(1, len(parts)):
        archive = root.joinpath(*parts[:cut])
        if archive.suffix.lower() in ARCHIVES and archive.is_file():
            yield from _inside(archive, "/".join(parts[cut:]), name)


def _inside(archive: Path, member: str, name: str) -> Iterator[Source]:
    try:
        found = archives.members(archive, archives.Budget())
    except (UnreadableDocument, OSError):
        return
    for one in found:
        if one.name == member and one.reason is None:
            yield Source(archive, name, PurePosixPath(member).suffix.lower(), one.place)
